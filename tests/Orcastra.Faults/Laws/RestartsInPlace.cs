using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A restart of ours of what is, or follows, an anchor is held to certain nodes in the same write: Swarm alone might put it anywhere.</summary>
internal sealed class RestartsInPlace : Law
{
    public override string Sentence => "A restart of ours of what is, or follows, an anchor is held to certain nodes in the same write: Swarm alone might put it anywhere.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Author: Author.Us, Before: { } before } && Restarts(written.Service, before, written.After) && !Marks.IsGated(written.After) && HasAPlace(written.Name))
        {
            Break($"write {written.Sent!.Number} restarts {written.Name} without a gate");
        }
    }

    private bool HasAPlace(string name) => FaultScenario.Followed(Stage.Policy, name) is not null || FaultScenario.EntryOf(Stage.Policy, name) is not null;

    // A counter that is taken back restarts only what had been restarted already.
    private bool Restarts(ServiceRecord service, ServiceSpec before, ServiceSpec after) => after.Forces() > before.Forces()
        || (after.Forces() < before.Forces() && Stage.Store.TasksOf(service.Id).Any(task => Watch.HasPlace(task) && task.Spec.Forces() != after.Forces()));
}
