using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Loop;
using Orcastra.Simulator;
using Availability = Orcastra.Simulator.Availability;
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

    // What Swarm tries again and again after that it will not get done.
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRollout = TimeSpan.FromMinutes(5);

    // A task that nobody takes for that long goes nowhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Plays the end.</summary>
    public static void Play(Stage stage)
    {
        stage.Journal.Say("faults stop");
        Mend(stage);
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
        while (stage.Watch.Violations.Count == 0 && !IsQuiet(stage));
    }

    private static void Converge(Stage stage, DateTimeOffset limit)
    {
        string? open;
        do
        {
            FaultRun.Pass(stage, stage.Now + Glance);
            StartAll(stage);
            open = OwnersEnd(stage) ?? Unsettled(stage) ?? Traces(stage) ?? Undone(stage);
        }
        while (open is not null && stage.Now < limit && stage.Watch.Violations.Count == 0);

        if (open is not null && stage.Watch.Violations.Count == 0)
        {
            stage.Watch.Report(new("Convergence", stage.Now, $"not converged {stage.Patience.TotalMinutes:0} min after faults stopped: {open}"));
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

    private static void Mend(Stage stage)
    {
        stage.Wire.Mend();
        foreach (var node in stage.Swarm.Nodes)
        {
            stage.Swarm.Faults.Start(node);
            stage.Swarm.Faults.Heal(node);
            stage.Watch.OnFault(node.Number);
        }

        foreach (var service in stage.Scenario.Services)
        {
            stage.Swarm.Behaviours[service.Name] = service.Behaviour;
        }

        stage.Disturb();
        FaultRun.Until(stage, () => stage.Swarm.Leader is not null, TimeSpan.FromMinutes(2));
        foreach (var node in stage.Swarm.Nodes.Where(node => stage.Store.Nodes.GetValueOrDefault(node.NodeId)?.Spec.Availability != Availability.Active))
        {
            stage.User.EditNode(node.Number, spec => spec["Availability"] = "active");
        }

        foreach (var service in stage.Scenario.Services.Where(service => FaultScenario.Followed(stage.Policy, service.Name) is not null))
        {
            Release(stage, service.Name);
        }

        StartAll(stage);
    }

    private static void StartAll(Stage stage)
    {
        foreach (var number in stage.Scenario.Instances)
        {
            stage.StartInstance(number);
        }
    }

    // A dependent that its user has tied to another node than its anchor's is a contradiction that only the user can end.
    private static void Release(Stage stage, string service)
    {
        if (stage.Watch.Find(service)?.Spec.Task.Constraints.Any(constraint => constraint.Key == "node.hostname") == true)
        {
            new MoveTo(service, 0).Happen(stage);
        }
    }

    // A rollout that its owner has left paused is not for us to end: its owner deploys it anew.
    private static string? OwnersEnd(Stage stage)
    {
        var paused = stage.Store.Services.Values.Where(service =>
            service.Update?.State is UpdateStatus.Paused or UpdateStatus.RollbackPaused && stage.Watch.Authors.GetValueOrDefault(service.Id) == Author.User).ToList();
        foreach (var service in paused)
        {
            stage.User.Edit(service.Spec.Name, spec => spec["TaskTemplate"]!["ForceUpdate"] = service.Spec.Raw.Child("TaskTemplate").Number("ForceUpdate") + 1);
        }

        return paused.Count > 0 ? $"its owner has to end what is paused of {paused[0].Spec.Name}" : null;
    }

    // Swarm itself must have come to rest, but for what goes nowhere.
    private static string? Unsettled(Stage stage)
    {
        var isRecent = stage.Now - stage.TouchedAt.Values.Append(stage.DisturbedAt).Max() < LongestUnrest;
        var task = stage.Store.Tasks.Values.FirstOrDefault(task => task.IsAlive && !stage.Watch.HasPlace(task) && (stage.Watch.IsStopping(task) || (isRecent && stage.Now - (task.NodeId.Length == 0 ? task.CreatedAt : task.StatusAt) < Patience)));
        var evicted = stage.Store.Tasks.Values.FirstOrDefault(task => task.State == Simulator.TaskState.Rejected && stage.Now - task.StatusAt < task.Spec.Task.StopGrace + Glance);
        var service = stage.Store.Services.Values.FirstOrDefault(service =>
            service.Update is { State: UpdateStatus.Updating or UpdateStatus.RollbackStarted } update && stage.Now - update.StartedAt < LongestRollout);
        return task is not null ? $"task {task.Id} of {task.Spec.Name} is {task.State.Word()}"
            : evicted is not null ? $"task {evicted.Id} of {evicted.Spec.Name} may still be stopping"
            : service is not null ? $"an update of {service.Spec.Name} goes on"
            : null;
    }

    private static string? Traces(Stage stage)
    {
        var service = stage.Store.Services.Values.FirstOrDefault(service => Marks.AreIn(service.Spec) || (service.Previous is { } previous && Marks.AreIn(previous)));
        var node = stage.Store.Nodes.Values.FirstOrDefault(node => node.Spec.Labels.Keys.Any(key => key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal)));
        return service is not null ? $"a trace of ours is left in {service.Spec.Name}"
            : node is not null ? $"a gate label is left on {node.Description.Hostname}"
            : !stage.Watch.Memory.HandOffs.IsEmpty ? $"memory holds a hand-off of {stage.Watch.Memory.HandOffs.Keys.First()}"
            : null;
    }

    // What a fresh look would still do, or leave out of place without a word.
    private static string? Undone(Stage stage)
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
        return plan.Actions.FirstOrDefault() is { } action ? $"still to do: {action.Reason}" : Misplaced(stage, seen.Snapshot, plan);
    }

    private static string? Misplaced(Stage stage, ClusterSnapshot snapshot, Plan plan)
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
                if (!isPlaced && !plan.Refusals.Any(refusal => refusal.Subject == dependent.Name && !refusal.IsWaiting))
                {
                    return $"{dependent.Name} is not beside {anchor.Name}, and nobody says why ({string.Join("; ", plan.Refusals.Where(refusal => refusal.Subject == dependent.Name).Select(refusal => refusal.Reason))})";
                }
            }
        }

        return null;
    }
}
