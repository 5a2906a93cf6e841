using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A restart of ours is held to certain nodes in the same write: Swarm alone might put it anywhere.</summary>
internal sealed class RestartsInPlace : Law
{
    public override string Sentence => "A restart of ours is held to certain nodes in the same write: Swarm alone might put it anywhere.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Author: Author.Us, Before: { } before } && Forces(before) < Forces(written.After) && !Marks.IsGated(written.After))
        {
            Break($"write {written.Sent!.Number} restarts {written.Name} without a gate");
        }
    }

    // A counter that goes back takes a failed restart back.
    private static long Forces(ServiceSpec spec) => spec.Raw.Child("TaskTemplate").Number("ForceUpdate");
}
