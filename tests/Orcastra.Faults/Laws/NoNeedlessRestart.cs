using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>No write of ours ends a task that is in place and runs, unless its anchor has a new task and the policy says so, its node is drained, or it is asked for elsewhere.</summary>
internal sealed class NoNeedlessRestart : Law
{
    public override string Sentence => "No write of ours ends a task that is in place and runs, unless its anchor has a new task and the policy says so, its node is drained, or it is asked for elsewhere.";

    public override void OnService(ServiceWritten written)
    {
        if (written is not { Author: Author.Us, Sent: { } sent, Before: { } before })
        {
            return;
        }

        foreach (var task in Stage.Store.TasksOf(written.Service.Id).Where(task => Watch.HasPlace(task) && task.CreatedAt < sent.At))
        {
            var isForced = written.After.Forces() != before.Forces() && written.After.Forces() != task.Spec.Forces();
            var node = Stage.Store.Nodes[task.NodeId];
            var isShutOut = !Constraint.All(written.After.Task.Constraints, node) && Constraint.All(before.Task.Constraints, node);
            if ((isForced && !MayRestart(written)) || (isShutOut && !isForced && !IsDrained(task) && !IsAskedForElsewhere(task) && IsInPlace(written.Name, task, sent) && !IsUndo(before)))
            {
                Break($"write {sent.Number} to {written.Name} ends its task {task.Id} on {Watch.NameOf(task.NodeId)}, which is in place and runs (since {task.StatusAt:HH:mm:ss}, forced: {isForced}; its anchor's tasks: {AnchorTasks(written.Name)})");
            }
        }
    }

    public override void OnNode(NodeWritten written)
    {
        if (written is not { Author: Author.Us, Sent: { } sent } || written.Node.State != NodeState.Ready || written.After.Availability != Availability.Active)
        {
            return;
        }

        var before = new NodeRecord(written.Node.Id, written.Before, written.Node.Description) { IsManager = written.Node.IsManager, Address = written.Node.Address };
        foreach (var task in Stage.Store.TasksOn(written.Node.Id).Where(Watch.HasPlace))
        {
            // What its user does while the write is under way is the user's, and what began to run meanwhile nobody has seen.
            if (Stage.Store.Services.GetValueOrDefault(task.ServiceId) is { } service
                && Stage.TouchedAt.GetValueOrDefault(service.Spec.Name) < (sent.Tap.Seen.Tasks ?? sent.At)
                && sent.Tap.Seen.Places.GetValueOrDefault(service.Spec.Name, []).Contains(task.NodeId)
                && FaultScenario.Followed(Stage.Policy, service.Spec.Name)?.HandOff != HandOffMode.Labels
                && !Constraint.All(service.Spec.Task.Constraints, written.Node) && Constraint.All(service.Spec.Task.Constraints, before))
            {
                Break($"write {sent.Number} to {written.Node.Description.Hostname} ({string.Join(", ", written.ChangedLabels)}) ends task {task.Id} of {service.Spec.Name}, which runs there");
            }
        }
    }

    private string AnchorTasks(string name) => FaultScenario.Followed(Stage.Policy, name) is { } entry && Watch.Find(entry.Name) is { } anchor
        ? string.Join(", ", Stage.Store.TasksOf(anchor.Id).Select(task => $"{task.State.Word()} since {task.StatusAt:HH:mm:ss}"))
        : "none";

    private bool IsDrained(TaskRecord task) => Watch.Memory.Drains.GetValueOrDefault(task.NodeId) is { State: DrainState.UnderWay };

    // That somebody asks for it there is what another law sees to.
    private bool IsAskedForElsewhere(TaskRecord task) =>
        Watch.Memory.HandOffs.GetValueOrDefault(task.ServiceId) is { Purpose: HandOffPurpose.Relocate, Undo: null } handOff && !handOff.Targets.Contains(task.NodeId);

    private static bool IsUndo(ServiceSpec before) => Marks.IsGated(before);

    // Where it was when the instance looked is what counts: its anchor may have moved since, or its policy have changed.
    private bool IsInPlace(string name, TaskRecord task, Sent sent)
    {
        if (Stage.ReloadedAt >= sent.Tap.Seen.Tasks)
        {
            return false;
        }

        if (FaultScenario.Followed(Stage.Policy, name) is not { } entry)
        {
            return true;
        }

        if (Watch.Find(entry.Name) is not { } anchor)
        {
            return !(Stage.TouchedAt.GetValueOrDefault(entry.Name) >= sent.Tap.Seen.Tasks); // removed since
        }

        var seen = sent.Tap.Seen.Places.GetValueOrDefault(entry.Name, []);
        return Watch.PlacesOf(anchor).Contains(task.NodeId) && seen.Contains(task.NodeId);
    }

    // One replica that is older than its anchor is enough: a forced restart takes them all. Clocks of nodes may differ: on
    // another node it is older, too, if it was made before, whenever it began to run.
    private bool MayRestart(ServiceWritten written) => IsAskedFor(written.Name) || HasReturned(written);

    private bool IsAskedFor(string service) => Watch.Memory.Commands.Values.Any(command => command is { BegunAt: not null, EndedAt: null } && command.Text == $"restart_service:{service}");

    private bool HasReturned(ServiceWritten written) => FaultScenario.Followed(Stage.Policy, written.Name) is { } entry
        && Wishes(entry, written.Name)
        && Watch.Find(entry.Name) is { } anchor
        && Stage.Store.TasksOf(written.Service.Id).Where(Watch.HasPlace).Any(task => Stage.Store.TasksOf(anchor.Id).Any(of =>
            of.State >= TaskState.Running && (of.StatusAt > task.StatusAt || (of.NodeId != task.NodeId && of.CreatedAt > task.CreatedAt))));

    private bool Wishes(AnchorPolicy entry, string name) => Stage.Scenario.Service(name)?.Labels.GetValueOrDefault("orcastra.restart") is { } wish
        ? wish == "true"
        : entry.RestartDependents;
}
