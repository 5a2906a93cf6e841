using System.Text.Json;
using Orcastra.Docker.Wire;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>No service is written to while a rollout of its owner's is under way, unless a gate of ours holds that up.</summary>
internal sealed class NoWriteMidRollout : Law
{
    private static readonly TimeSpan Scheduling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hopeless = TimeSpan.FromSeconds(15);

    public override string Sentence => "No service is written to while a rollout of its owner's is under way, unless a gate of ours holds that up, or its owner asks for one that has stopped, or that no node takes, to be rolled back.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Sent: not null, Before: { } before, UpdateBefore.State: UpdateStatus.Updating or UpdateStatus.Paused or UpdateStatus.RollbackStarted or UpdateStatus.RollbackPaused }
            && (written.Author == Author.Us || written.UpdateBefore.State is UpdateStatus.Updating or UpdateStatus.RollbackStarted)
            && Watch.Authors.GetValueOrDefault(written.Service.Id, Author.User) == Author.User
            && !(written.Author != Author.Us && Hangs(written))
            && !IsHeld(written.Service, before)
            && !BringsOursBack(before, written.UpdateBefore)
            && !LooksLikeOurs(before, written.PreviousBefore))
        {
            Break($"write {written.Sent.Number} to {written.Name} while its owner's update is {written.UpdateBefore.State}");
        }
    }

    private bool Hangs(ServiceWritten written)
    {
        var coming = Stage.Store.TasksOf(written.Service.Id).Where(task => task is { IsWanted: true, IsAlive: true } && !Watch.HasPlace(task)).ToList();
        return written.UpdateBefore?.State == UpdateStatus.Updating && coming.Count > 0 && coming.TrueForAll(task => task.NodeId.Length == 0 && Stage.Now - task.CreatedAt >= Hopeless);
    }

    // A rollback to a spec that we wrote cannot be told from ours.
    private static bool BringsOursBack(ServiceSpec before, UpdateStatus update) =>
        Marks.AreIn(before) && update.State is UpdateStatus.RollbackStarted or UpdateStatus.RollbackPaused;

    // A deploy that took our gate away, or wrote the same once more, and changed nothing else cannot be told from our own write.
    private static bool LooksLikeOurs(ServiceSpec before, ServiceSpec? previous) => previous is not null
        && Marks.AreIn(previous) && Hash(previous) == Hash(before);

    private static string Hash(ServiceSpec spec) => UserHash.Of(JsonSerializer.SerializeToElement(spec.Raw));

    // What is let in somewhere waits for Swarm's scheduler only, unless that finds no room there for a while.
    private bool IsHeld(ServiceRecord service, ServiceSpec before) => Marks.IsGated(before)
        && (IsShutOut(service, before) || Stage.Store.TasksOf(service.Id).Any(task => task is { IsWanted: true, IsAlive: true, NodeId: "" } && Marks.IsGated(task.Spec)
            && (Stage.Now - task.CreatedAt >= Scheduling || !IsLetIn(task.Spec))));

    // Of a global service there is no task, not even one that waits, where it is not let in.
    private bool IsShutOut(ServiceRecord service, ServiceSpec before) => before.IsGlobal
        && !Stage.Store.TasksOf(service.Id).Any(task => task is { IsWanted: true, IsAlive: true })
        && !Stage.Store.Nodes.Values.Any(node => Constraint.All(before.Task.Constraints, node));

    private bool IsLetIn(ServiceSpec spec)
    {
        var gates = spec.Task.Constraints.Where(Marks.IsGate).ToList();
        return Stage.Store.Nodes.Values.Any(node => Constraint.All(gates, node));
    }
}
