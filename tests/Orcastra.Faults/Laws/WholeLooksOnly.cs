namespace Orcastra.Faults;

/// <summary>Nothing is written that was not decided on a look that was answered in full, by managers that have a quorum.</summary>
internal sealed class WholeLooksOnly : Law
{
    public override string Sentence => "Nothing is written that was not decided on a look that was answered in full, by managers that have a quorum.";

    public override void OnSent(Sent sent)
    {
        if (sent.Asked.What is AskedFor.Service or AskedFor.Node && !sent.Tap.Seen.IsWhole)
        {
            Break($"write {sent.Number} after a look that was not answered in full: {sent.Asked.Text}");
        }
    }

    public override void OnService(ServiceWritten written) => CheckQuorum(written.Author, written.Name);

    public override void OnNode(NodeWritten written) => CheckQuorum(written.Author, written.Node.Description.Hostname);

    private void CheckQuorum(Author author, string what)
    {
        if (author == Author.Us && Stage.Swarm.Leader is null)
        {
            Break($"{what} was written without a quorum");
        }
    }
}
