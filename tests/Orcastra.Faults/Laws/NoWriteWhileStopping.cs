namespace Orcastra.Faults;

/// <summary>No service is written to while a task of it that Orcastra has seen stopping still stops on a living node.</summary>
internal sealed class NoWriteWhileStopping : Law
{
    public override string Sentence => "No service is written to while a task of it that Orcastra has seen stopping still stops on a living node.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Sent: { } sent, Before: not null }
            && Stage.Store.TasksOf(written.Service.Id).FirstOrDefault(task => Watch.IsStopping(task) && sent.Tap.Seen.Stopping.Contains(task.Id)) is { } stopping)
        {
            Break($"write {sent.Number} to {written.Name} while task {stopping.Id} still stops on {Watch.NameOf(stopping.NodeId)}");
        }
    }
}
