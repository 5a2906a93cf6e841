using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What is done once faults stop, and what must come to rest before anything is asked of Orcastra.</summary>
internal static class Repair
{
    // What Swarm tries again and again after that it will not get done.
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRollout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan OwnersPause = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(5);

    // A task that nobody takes for that long goes nowhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>All that is broken is mended, and the user takes back what contradicts itself.</summary>
    public static void Mend(Stage stage)
    {
        stage.Wire.Mend();
        stage.Mishap = Mishap.None;
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

    /// <summary>Starts every Orcastra that does not run.</summary>
    public static void StartAll(Stage stage)
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

    /// <summary>A rollout that its owner has left paused, or that goes on without end, is not for us to end: its owner deploys it anew, once.</summary>
    /// <returns>What is open; null if nothing is.</returns>
    public static string? OwnersEnd(Stage stage)
    {
        var open = stage.Store.Services.Values.Where(service => IsOwnersStuck(stage, service) && !stage.DeployedAnew.Contains(service.Id)).ToList();
        foreach (var service in open.Where(service => stage.Now - stage.TouchedAt.GetValueOrDefault(service.Spec.Name) > OwnersPause))
        {
            stage.DeployedAnew.Add(service.Id);
            stage.User.Edit(service.Spec.Name, spec => spec["TaskTemplate"]!["ForceUpdate"] = service.Spec.Raw.Child("TaskTemplate").Number("ForceUpdate") + 1);
        }

        return open.Count > 0 ? $"its owner has to end an update of {open[0].Spec.Name}" : null;
    }

    /// <summary>True if its owner's update has stopped, or goes on without end: what fits nowhere does not fit for being deployed anew.</summary>
    public static bool IsOwnersStuck(Stage stage, ServiceRecord service) => IsOwners(stage, service)
        && service.Update is { } update
        && (update.State is UpdateStatus.Paused or UpdateStatus.RollbackPaused
            || (update.State is UpdateStatus.Updating or UpdateStatus.RollbackStarted && stage.Now - update.StartedAt >= LongestRollout));

    // A rollback of Swarm's own brings back what the owner wrote, and leaves nothing that tells whose update it ended.
    private static bool IsOwners(Stage stage, ServiceRecord service) => stage.Watch.Authors.GetValueOrDefault(service.Id) == Author.User
        || (!Marks.AreIn(service.Spec) && service.Previous is null);

    /// <summary>What Swarm itself still does; null if it has come to rest, but for what goes nowhere.</summary>
    public static string? Unsettled(Stage stage)
    {
        var isRecent = stage.Now - stage.TouchedAt.Values.Append(stage.DisturbedAt).Max() < LongestUnrest;
        var task = stage.Store.Tasks.Values.FirstOrDefault(task => task.IsAlive && !stage.Watch.HasPlace(task) && (stage.Watch.IsStopping(task) || (isRecent && stage.Now - (task.NodeId.Length == 0 ? task.CreatedAt : task.StatusAt) < Patience)));
        var evicted = stage.Store.Tasks.Values.FirstOrDefault(task => task.State == TaskState.Rejected && stage.Now - task.StatusAt < task.Spec.Task.StopGrace + SignalDelay);
        var service = stage.Store.Services.Values.FirstOrDefault(service =>
            service.Update is { State: UpdateStatus.Updating or UpdateStatus.RollbackStarted } update && stage.Now - update.StartedAt < LongestRollout);
        return task is not null ? $"task {task.Id} of {task.Spec.Name} is {task.State.Word()}"
            : evicted is not null ? $"task {evicted.Id} of {evicted.Spec.Name} may still be stopping"
            : service is not null ? $"an update of {service.Spec.Name} goes on"
            : null;
    }
}
