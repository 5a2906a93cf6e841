using System.Text.Json.Nodes;

namespace Orcastra.Faults;

/// <summary>Nothing is written that is so already, be it by a second instance; but for the write that cleans a previous spec.</summary>
internal sealed class NoEffectTwice : Law
{
    public override string Sentence => "Nothing is written that is so already, be it by a second instance; but for the write that cleans a previous spec.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Author: Author.Us, Before: { } before }
            && !(written.PreviousBefore is { } previous && Marks.AreIn(previous))
            && JsonNode.DeepEquals(before.Raw, written.After.Raw))
        {
            Break($"write {written.Sent!.Number} to {written.Name} changed nothing");
        }
    }

    public override void OnNode(NodeWritten written)
    {
        if (written.Author == Author.Us && !written.ChangedLabels.Any() && written.Before.Availability == written.After.Availability)
        {
            Break($"write {written.Sent!.Number} to {written.Node.Description.Hostname} changed nothing");
        }
    }
}
