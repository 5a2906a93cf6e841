using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>The plan of membership while its parts write it.</summary>
/// <param name="view">What is seen.</param>
internal sealed class MembershipDraft(MembershipView view)
{
    private readonly ImmutableArray<MembershipAction>.Builder _actions = ImmutableArray.CreateBuilder<MembershipAction>();
    private readonly ImmutableArray<Refusal>.Builder _refusals = ImmutableArray.CreateBuilder<Refusal>();
    private DateTimeOffset? _lookAgainAt;
    private readonly Node? _unsettled = view.Nodes.FirstOrDefault(IsUnsettled);
    private readonly Node? _rebooted = view.Nodes.FirstOrDefault(node => node.Id == view.Rebooted);
    private string? _changing;

    /// <summary>Adds what leaves the managers as they are.</summary>
    public void Add(MembershipAction action)
    {
        if (IsDue(action))
        {
            _actions.Add(action);
        }
    }

    /// <summary>Adds what changes who is a manager: one such change at a time, the others wait their turn.</summary>
    public void AddChangeOfManagers(MembershipAction action)
    {
        if (!IsDue(action))
        {
            return;
        }

        if (_rebooted is not null)
        {
            Wait(action.Subject, $"managers stay as they are while {_rebooted.Hostname} is being rebooted"); // whose quorum was counted with these
        }
        else if (_unsettled is not null)
        {
            Wait(action.Subject, $"managers change one after the other: {_unsettled.Hostname} is still becoming a {_unsettled.Role}");
        }
        else if (_changing is not null)
        {
            Wait(action.Subject, $"managers change one after the other: it is its turn once {_changing} is done");
        }
        else
        {
            _changing = action.Subject;
            _actions.Add(action);
        }
    }

    /// <summary>Says why something is not done.</summary>
    public void Refuse(string subject, string reason) => _refusals.Add(new(Runner.Bootstrap, subject, reason));

    /// <summary>Says what something waits for that is done by itself afterwards.</summary>
    public void Wait(string subject, string reason) => _refusals.Add(new(Runner.Bootstrap, subject, reason) { IsWaiting = true });

    /// <summary>Asks for another look when time alone will have changed something.</summary>
    public void LookAgain(DateTimeOffset at) => _lookAgainAt = _lookAgainAt is { } earlier && earlier < at ? earlier : at;

    /// <summary>The finished plan.</summary>
    public MembershipPlan ToPlan() => new(_actions.ToImmutable(), _refusals.ToImmutable(), _lookAgainAt);

    // The role of a node is a wish; who has an address among the managers is one.
    private static bool IsUnsettled(Node node) => !node.IsGone && node.IsManager != node.ManagerAddress.Length > 0;

    // What has failed is said for as long as it does, also while it is tried again; meanwhile others have their turn.
    private bool IsDue(MembershipAction action)
    {
        if (!view.Setbacks.TryGetValue(action.Subject, out var setback))
        {
            return true;
        }

        Refuse(action.Subject, $"{setback.What} (it is tried again)");
        if (setback.DueAt > view.Now)
        {
            LookAgain(setback.DueAt);
        }

        return setback.DueAt <= view.Now;
    }
}
