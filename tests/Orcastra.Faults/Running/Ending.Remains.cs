using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Loop;
using Orcastra.Simulator;
using SwarmRecord = Orcastra.Remembering.SwarmRecord;

namespace Orcastra.Faults;

/// <summary>What is not well yet, in words.</summary>
internal static partial class Ending
{
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
        var task = stage.Store.Tasks.Values.FirstOrDefault(task => task.IsAlive && !stage.Watch.HasPlace(task) && stage.Now - (task.NodeId.Length == 0 ? task.CreatedAt : task.StatusAt) < Patience);
        var evicted = stage.Store.Tasks.Values.FirstOrDefault(task => task.State == Simulator.TaskState.Rejected && stage.Now - task.StatusAt < task.Spec.Task.StopGrace);
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
