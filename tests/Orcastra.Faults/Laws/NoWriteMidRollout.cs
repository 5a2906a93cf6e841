using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>No service is written to while a rollout of its owner's is under way, unless a gate of ours holds that up.</summary>
internal sealed class NoWriteMidRollout : Law
{
    public override string Sentence => "No service is written to while a rollout of its owner's is under way, unless a gate of ours holds that up.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Author: Author.Us, Before: { } before, UpdateBefore.State: UpdateStatus.Updating or UpdateStatus.Paused or UpdateStatus.RollbackStarted or UpdateStatus.RollbackPaused }
            && Watch.Authors.GetValueOrDefault(written.Service.Id, Author.User) == Author.User
            && !IsHeld(written.Service, before)
            && !BringsOursBack(before, written.UpdateBefore))
        {
            Break($"write {written.Sent!.Number} to {written.Name} while its owner's update is {written.UpdateBefore.State}");
        }
    }

    // A rollback to a spec that we wrote cannot be told from ours.
    private static bool BringsOursBack(ServiceSpec before, UpdateStatus update) =>
        Marks.AreIn(before) && update.State is UpdateStatus.RollbackStarted or UpdateStatus.RollbackPaused;

    private bool IsHeld(ServiceRecord service, ServiceSpec before) => Marks.IsGated(before)
        && Stage.Store.TasksOf(service.Id).Any(task => task is { IsWanted: true, IsAlive: true, NodeId: "" } && Marks.IsGated(task.Spec));
}
