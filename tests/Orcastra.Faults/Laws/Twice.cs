using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Sees whether the same thing comes up twice, whoever's doing it is.</summary>
internal sealed class Twice(Overlap overlap) : Law
{
    public override string Sentence => "That slot is not up on two nodes.";

    public override void OnContainer(ContainerChange change)
    {
        if (change.IsStart && change.Container.Service == overlap.Service && change.Container.Slot == overlap.Slot
            && Stage.Swarm.Containers.Any(other => other.Service == overlap.Service && other.Slot == overlap.Slot && other.Node != change.Container.Node))
        {
            Break("it is up twice all the same");
        }
    }
}
