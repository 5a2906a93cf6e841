using System.Globalization;
using System.Text;
using Orcastra.Core.Draining;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

/// <summary>
/// A model Swarm with Orcastra in charge: look, remember, act, let time pass. Fails with the whole story the moment a law
/// is broken.
/// </summary>
internal sealed class Journey
{
    private readonly StringBuilder _story = new();

    public ModelSwarm Swarm { get; } = new();

    public Policy Policy { get; set; } = Given.Policy();

    public Memory Memory { get; private set; } = Memory.Empty;

    public Plan Last { get; private set; } = Plan.Nothing(Memory.Empty);

    public int Writes { get; private set; }

    /// <summary>The actions of the whole journey, in words.</summary>
    public List<string> Actions { get; } = [];

    /// <summary>False while nobody is in charge.</summary>
    public bool IsAlive { get; set; } = true;

    /// <summary>False once the user has done what overlaps by itself.</summary>
    public bool MustNotOverlap { get; set; } = true;

    /// <summary>Called before each write with its number; false if it shall never reach the Swarm.</summary>
    public Func<int, bool> Reaches { get; set; } = _ => true;

    public Journey Nodes(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Swarm.Join(Given.Node(name));
        }

        return this;
    }

    /// <summary>Creates a service whose only eligible node at first is the named one, then lets it go anywhere.</summary>
    public ModelService Runs(ServiceSpec spec, string on)
    {
        var service = Swarm.Create(spec with { Constraints = spec.Constraints.Add($"node.hostname == {on}") });
        for (var tick = 0; tick < 10; tick++)
        {
            Swarm.Advance();
        }

        Swarm.Write(service, service.Current with { Spec = spec }, byUser: true);
        service.Previous = null;
        return service;
    }

    /// <summary>The anchor's owner moves it, the way users do: by a constraint.</summary>
    public void Moves(string service, string to) => Swarm.UserDeploys(service, Swarm[service].Current.Image, spec => spec with
    {
        Constraints = [.. spec.Constraints.Where(text => !text.StartsWith("node.hostname", StringComparison.Ordinal)), $"node.hostname == {to}"],
    });

    /// <summary>Somebody asks for a node to be drained.</summary>
    public void Drains(string node, bool isForced = false)
    {
        (Memory, var refusal) = DrainPlanner.Begin(new(Swarm.Snapshot, Policy, Swarm.Now), Memory, Swarm.Nodes["id-" + node], isForced);
        Assert.Null(refusal);
    }

    /// <summary>Somebody gives a command.</summary>
    public void Asks(string command) => Memory = Memory with { Commands = Memory.Commands.SetItem("1", new(command, "somebody", Swarm.Now)) };

    public void Pass(double seconds)
    {
        for (var until = Swarm.Now.AddSeconds(seconds); Swarm.Now < until;)
        {
            Step();
        }
    }

    /// <summary>Lets time pass until this holds.</summary>
    public void Until(Func<bool> holds, string what, double seconds = 120)
    {
        for (var limit = Swarm.Now.AddSeconds(seconds); !holds();)
        {
            Assert.True(Swarm.Now < limit, $"never happened: {what}\n{_story}");
            Step();
        }
    }

    /// <summary>Until nothing is done, remembered as under way, or left behind, and stays so.</summary>
    public void Settles(double seconds = 200)
    {
        for (var (limit, quiet) = (Swarm.Now.AddSeconds(seconds), 0); quiet < 80;)
        {
            Assert.True(Swarm.Now < limit, $"does not settle: {Laws.Remains(Swarm)} {string.Join("; ", Last.Refusals)}\n{_story}");
            Step();
            quiet = IsQuiet() ? quiet + 1 : 0;
        }
    }

    public bool Says(string words) => Last.Refusals.Any(refusal => refusal.Reason.Contains(words, StringComparison.Ordinal));

    public override string ToString() => _story.ToString();

    private bool IsQuiet() => IsAlive && Last.Actions.IsEmpty && Memory.HandOffs.IsEmpty && Memory.Drains.Values.All(drain => drain.IsOver) && Memory.Commands.Values.All(command => command.EndedAt is not null) && Laws.Remains(Swarm) is null
        && Swarm.Services.Values.All(service => service.Update is not UpdateState.Updating);

    private void Step()
    {
        if (IsAlive)
        {
            Act();
        }

        Swarm.Advance();
        if (MustNotOverlap && Laws.Twice(Swarm) is { } twice)
        {
            Assert.Fail($"{Clock}: {twice}\n{_story}");
        }
    }

    private string Clock => (Swarm.Now - Given.Noon).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private void Act()
    {
        Last = ClusterPlanner.Plan(Swarm.Snapshot, Policy, Memory, Swarm.Now);
        Memory = Last.Memory;
        foreach (var action in Last.Actions)
        {
            _story.AppendLine(CultureInfo.InvariantCulture, $"{Clock}: {Tell(action)}");
            Actions.Add(Tell(action));
            Assert.Null(Laws.Offence(Swarm, action) is { } offence ? $"{Clock}: {offence}\n{_story}" : null);
            if (Reaches(Writes++) && !Swarm.Obey(action))
            {
                _story.AppendLine("      … dropped, its version had moved on");
            }
        }
    }

    private static string Tell(PlannedAction action) => action.Match(
        set => $"set {set.Key}={set.Value} on {set.Node.Hostname} ({set.Reason})",
        remove => $"remove {remove.Key} from {remove.Node.Hostname} ({remove.Reason})",
        step => $"hand-off {step.Service.Name} {step.From}->{step.To} [{string.Join(", ", step.Edits)}] ({step.Reason})",
        restart => $"restart {restart.Service.Name} at {restart.To} [{string.Join(", ", restart.Edits)}] ({restart.Reason})",
        availability => $"make {availability.Node.Hostname} {availability.Availability.ToString().ToLowerInvariant()} ({availability.Reason})",
        reboot => $"reboot {reboot.Node.Hostname} ({reboot.Reason})",
        rollBack => $"roll {rollBack.Service.Name} back ({rollBack.Reason})",
        forget => $"forget what was kept for {forget.ServiceId} ({forget.Reason})");
}
