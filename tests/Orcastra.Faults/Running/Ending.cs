using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Loop;
using Orcastra.Simulator;
using SwarmRecord = Orcastra.Remembering.SwarmRecord;

namespace Orcastra.Faults;

/// <summary>
/// Faults stop. Within a bounded time every dependent is beside its anchor, or refused with a reason; nothing of ours is left
/// anywhere; and from then on nothing is written any more.
/// </summary>
internal static class Ending
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    // What is due later than that before the limit would not be done by then.
    private static readonly TimeSpan LongestMove = TimeSpan.FromMinutes(5);

    // Who waited for the node to take tasks again starts there, and who follows comes after.
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(30);

    /// <summary>Plays the end.</summary>
    public static void Play(Stage stage)
    {
        stage.Journal.Say("faults stop");
        Repair.Mend(stage);
        if (stage.Scenario.IsDry)
        {
            FaultRun.Pass(stage, stage.Now + Quiet);
            return;
        }

        var limit = stage.Now + stage.Patience;
        do
        {
            Converge(stage, limit);
        }
        while (stage.Watch.Violations.Count == 0 && stage.Now < limit && !IsQuiet(stage));
    }

    private static void Converge(Stage stage, DateTimeOffset limit)
    {
        string? open;
        do
        {
            FaultRun.Pass(stage, stage.Now + Glance);
            Repair.StartAll(stage);
            open = Repair.OwnersEnd(stage) ?? Repair.Unsettled(stage) ?? Traces(stage) ?? Undone(stage, limit - LongestMove);
        }
        while (open is not null && stage.Now < limit && stage.Watch.Violations.Count == 0);

        if (open is not null && stage.Watch.Violations.Count == 0)
        {
            SayWhatIsThere(stage);
            stage.Watch.Report(new("Convergence", stage.Now, $"not converged {stage.Patience.TotalMinutes:0} min after faults stopped: {open}"));
        }
    }

    private static void SayWhatIsThere(Stage stage)
    {
        foreach (var service in stage.Store.Services.Values)
        {
            var tasks = stage.Store.TasksOf(service.Id).Where(task => task.IsWanted || task.IsAlive)
                .Select(stage.Watch.Describe);
            stage.Journal.Say($"there is {service.Spec.Name}, update {service.Update?.State ?? "none"}: {string.Join("; ", tasks)}");
        }
    }

    // What dies meanwhile of an illness that it had before has to be looked after first.
    private static bool IsQuiet(Stage stage)
    {
        stage.Journal.Say("converged");
        var (effects, at) = (stage.Watch.Effects, stage.Now);
        FaultRun.Pass(stage, at + Quiet);
        if (stage.TouchedAt.Values.Any(touched => touched > at))
        {
            return false;
        }

        if (stage.Watch.Effects != effects && stage.Watch.Violations.Count == 0)
        {
            stage.Watch.Report(new("NoOscillation", stage.Now, $"{stage.Watch.Effects - effects} writes in the {Quiet.TotalSeconds:0} s after all had converged"));
        }

        return true;
    }

    private static string? Traces(Stage stage)
    {
        var service = stage.Store.Services.Values.FirstOrDefault(service => Marks.AreIn(service.Spec) || (service.Previous is { } previous && Marks.AreIn(previous)));
        var node = stage.Store.Nodes.Values.FirstOrDefault(node => node.Spec.Labels.Keys.Any(key => key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal)));
        return service is not null ? $"a trace of ours is left in {service.Spec.Name}"
            : node is not null ? $"a gate label is left on {node.Description.Hostname}"
            : stage.Watch.Memory.Drains.Values.FirstOrDefault(drain => !drain.IsOver || stage.Now - drain.EndedAt < AfterDrain) is { } drain ? $"a drain of {stage.Watch.NameOf(drain.NodeId)} goes on, or has just ended"
            : stage.Watch.Memory.Reboots.Values.FirstOrDefault(reboot => !reboot.IsOver) is { } reboot ? $"a reboot of {stage.Watch.NameOf(reboot.NodeId)} goes on"
            : !stage.Watch.Memory.HandOffs.IsEmpty ? $"memory holds a hand-off of {stage.Watch.Memory.HandOffs.Keys.First()}"
            : stage.Watch.Memory.Commands.Values.FirstOrDefault(command => command.EndedAt is null) is { } command ? $"command {command.Text} has not ended: {command.Says}"
            : Trying(stage);
    }

    // A global service that starts again where the label stays is brought home some times before it is given up.
    private static string? Trying(Stage stage) => stage.Watch.Memory.Attempts.Keys
        .FirstOrDefault(id => stage.Store.Services.GetValueOrDefault(id) is { Spec.IsGlobal: true } && stage.Now - stage.Watch.Memory.Attempts[id].Since < stage.Policy.MaxMismatch) is { } id
        ? $"attempts at {stage.Store.Services[id].Spec.Name} go on"
        : null;

    // What is put off, as the followers of a flapping anchor are for up to an hour, is not waited for here; and what waits for
    // its owner's update waits with a reason, however long that takes.
    private static bool IsOwnersStuck(Stage stage, Service service) =>
        stage.Store.Services.GetValueOrDefault(service.Id) is { } record && Repair.IsOwnersStuck(stage, record);

    // What a fresh look would still do, or leave out of place without a word.
    private static string? Undone(Stage stage, DateTimeOffset limit)
    {
        if (stage.Swarm.Leader is not { } leader || stage.Instances.All(instance => !instance.IsRunning))
        {
            return "nobody leads";
        }

        var time = new VirtualTime(stage.Timeline);
        var docker = new DockerClient(DockerEndpoint.Parse("tcp://end:2375", false, null, null), time, new() { HandlerFactory = () => stage.Swarm.Handler(leader) });
        var look = new Observer(docker, new SwarmRecord(docker, "orcastra-memory"), time).LookAsync(CancellationToken.None);
        FaultRun.Until(stage, () => look.IsCompleted, TimeSpan.FromMinutes(2));
        var seen = look.GetAwaiter().GetResult();
        var plan = ClusterPlanner.Plan(seen.Snapshot, stage.Policy, seen.Remembered.Memory, stage.Now);
        return plan.Actions.FirstOrDefault() is { } action ? $"still to do: {action.Reason}"
            : plan.LookAgainAt <= limit && plan.Refusals.FirstOrDefault(refusal => refusal.IsWaiting) is { } wait ? $"still to do in a while: {wait.Subject}: {wait.Reason}"
            : Misplaced(stage, seen.Snapshot, plan, isPutOff: plan.LookAgainAt > limit);
    }

    private static string? Misplaced(Stage stage, ClusterSnapshot snapshot, Plan plan, bool isPutOff)
    {
        foreach (var entry in stage.Policy.Anchors)
        {
            if (snapshot.ServiceNamed(entry.Name) is not { } anchor || snapshot.PlacesOf(anchor.Id) is not { IsEmpty: false } places)
            {
                continue;
            }

            foreach (var dependent in entry.Dependents.Select(snapshot.ServiceNamed).OfType<Service>())
            {
                var isPlaced = snapshot.PlacedTasks(dependent.Id).All(task => places.Contains(task.NodeId));
                if (!isPlaced && !plan.Refusals.Any(refusal => refusal.Subject == dependent.Name && (!refusal.IsWaiting || isPutOff || IsOwnersStuck(stage, dependent))))
                {
                    return $"{dependent.Name} is not beside {anchor.Name}, and nobody says why ({string.Join("; ", plan.Refusals.Where(refusal => refusal.Subject == dependent.Name).Select(refusal => refusal.Reason))})";
                }
            }
        }

        return null;
    }
}
