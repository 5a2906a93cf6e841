using Orcastra.Config;
using Orcastra.Core.Membership;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Loop;

namespace Orcastra.Membership;

/// <summary>What the runner works with.</summary>
/// <param name="Engines">The engines.</param>
/// <param name="Settings">The environment.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Journal">Where it records what it does.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">The log.</param>
internal sealed record BootstrapParts(EngineDirectory Engines, Settings Settings, Func<Policy> Policy, Journal Journal, TimeProvider Time, ILogger Log);

/// <summary>
/// Makes the listed machines a Swarm and keeps them one: looks, decides, acts, looks again, at a pace of its own, for its
/// engines may answer late or not at all. Before our own engine is a manager there is no lease, so nothing is done but what
/// brings it into the Swarm; from then on only the instance that holds the lease acts.
/// </summary>
internal sealed class BootstrapRunner
{
    // How soon a machine that is missing is asked for again: its owner has just switched it on.
    private static readonly TimeSpan MissingPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongPause = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private readonly BootstrapParts _parts;
    private readonly MembershipObserver _observer;
    private readonly MembershipExecutor _executor;
    private readonly Setbacks _setbacks;
    private readonly RefusalLog _refusals;
    private readonly DryMembership _dry;
    private readonly Wake _wake = new();
    private readonly Wishes _wishes = new();
    private string _trouble = "";
    private bool _isOver; // what is to be done once is over once nothing of it was left to do, until it is asked for again

    /// <summary>Puts it together; nothing is asked of any engine yet.</summary>
    public BootstrapRunner(BootstrapParts parts)
    {
        _parts = parts;
        _setbacks = new(parts.Time);
        _observer = new(parts.Engines, _setbacks, parts.Time);
        _executor = new(parts.Engines, _setbacks, parts.Journal, parts.Time, parts.Log);
        _refusals = new(parts.Log, parts.Time);
        _dry = new(parts.Log);
    }

    /// <summary>Whether this instance holds the lease, asked before each write; null until the loop runs.</summary>
    public Func<CancellationToken, Task<bool>>? HoldsLease { get; set; }

    /// <summary>True until it has nothing more to do at once.</summary>
    public bool IsBusy { get; private set; } = true;

    /// <summary>Told of each pass of the loop: whatever changes there is looked at here, too.</summary>
    public void OnPass(PassResult result)
    {
        foreach (var news in _wishes.Note(result, _parts.Policy()))
        {
            _isOver &= news != WishNews.AskedAgain;
            if (news != WishNews.Changed || _parts.Settings.BootstrapMode == BootstrapMode.Watch)
            {
                _wake.Up(news.ToString());
            }
        }
    }

    /// <summary>Runs until told to stop. What is to be done once is done again only where it is asked for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (!_parts.Settings.SshCheckHostKeys)
        {
            _parts.Log.For("bootstrap").Warning("ORCASTRA_SSH_CHECK_HOST_KEYS=false: any machine that answers in a node's place is trusted with the Swarm's join tokens");
        }

        while (!stop.IsCancellationRequested)
        {
            var pause = await PassAsync(stop);
            var isIdle = _parts.Settings.BootstrapMode == BootstrapMode.Once && !IsBusy;
            string? woken = null;
            while (woken is null && (isIdle || pause > TimeSpan.Zero))
            {
                woken = await _wake.WaitAsync(isIdle ? LongPause : pause, _parts.Time, stop);
                pause = TimeSpan.Zero;
            }
        }
    }

    private async Task<TimeSpan> PassAsync(CancellationToken stop)
    {
        var policy = _isOver ? _parts.Policy() with { Nodes = [] } : _parts.Policy();
        if (_wishes.Unwanted.IsEmpty && !policy.Nodes.Any(entry => entry.IsMember))
        {
            IsBusy = false; // nobody is listed: woken once somebody is
            return _parts.Settings.LoopInterval;
        }

        if (_wishes.IsPaused == true)
        {
            IsBusy = false; // every plan says so
            return _parts.Settings.LoopInterval;
        }

        try
        {
            if (!_parts.Settings.DryRun && HoldsLease is { } holds && !await holds(stop))
            {
                return StandBy(isAboutToAct: false); // and asks nobody anything
            }

            var look = await _observer.LookAsync(policy, stop, _wishes);
            _trouble = "";
            return look.IsWorker || (look.IsManager && (HoldsLease is null || (_wishes.IsPaused is null && !_parts.Settings.DryRun))) ? StandBy(look.IsManager) : await ActAsync(look, stop);
        }
        catch (DockerException fault)
        {
            if (_trouble != fault.Message)
            {
                _trouble = fault.Message;
                _parts.Log.For("bootstrap").Warning("who is in the Swarm cannot be seen: {Message:l}", fault.Message);
            }

            return MissingPause;
        }
    }

    private TimeSpan StandBy(bool isAboutToAct)
    {
        IsBusy = isAboutToAct;
        return IsBusy ? ShortPause : MissingPause;
    }

    private async Task<TimeSpan> ActAsync(MembershipLook look, CancellationToken stop)
    {
        var plan = MembershipPlanner.Plan(look.View);
        _refusals.Update(plan.Refusals);
        var actions = plan.Actions.Where(action => look.IsManager || BringsUsIn(action, look)).ToList();
        var done = 0;
        if (_parts.Settings.DryRun)
        {
            _dry.Tell(actions);
        }
        else
        {
            done = await _executor.CarryOutAsync(actions, look, HoldsLease ?? (_ => Task.FromResult(true)), stop);
        }

        IsBusy = done > 0 || plan.Refusals.Any(refusal => refusal.IsWaiting);
        _isOver |= _parts.Settings.BootstrapMode == BootstrapMode.Once && !IsBusy; // not for who stands by, and may have to do it yet
        return done > 0 ? TimeSpan.Zero : PauseAfter(plan, look);
    }

    private bool BringsUsIn(MembershipAction action, MembershipLook look) =>
        action is InitSwarm || (action is JoinNode && look.View.Members.Any(entry => entry.Name == action.Subject && _parts.Engines.IsOwn(entry)));

    private TimeSpan PauseAfter(MembershipPlan plan, MembershipLook look)
    {
        var pause = _parts.Settings.LoopInterval;
        if (IsBusy)
        {
            pause = ShortPause;
        }
        else if (_parts.Settings.BootstrapMode == BootstrapMode.Watch && (plan.Actions.Length > 0 || look.View.Missing.Any()))
        {
            pause = MissingPause;
        }

        var due = plan.LookAgainAt - _parts.Time.GetUtcNow();
        var soonest = new[] { pause, due, _refusals.DueIn }.Where(time => time is not null).Min()!.Value;
        return soonest > TimeSpan.Zero ? soonest : ShortPause;
    }
}
