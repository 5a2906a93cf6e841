namespace Orcastra.Faults;

/// <summary>Orcastra never changes how many tasks a service wants.</summary>
internal sealed class ReplicasNever : Law
{
    public override string Sentence => "Orcastra never changes how many tasks a service wants.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Author: Author.Us, Before: { } before } && (before.Replicas != written.After.Replicas || before.Mode != written.After.Mode))
        {
            Break($"write {written.Sent!.Number} scaled {written.Name} from {before.Replicas} to {written.After.Replicas}");
        }
    }
}
