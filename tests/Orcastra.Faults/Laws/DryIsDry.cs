namespace Orcastra.Faults;

/// <summary>In a dry run nothing is written at all.</summary>
internal sealed class DryIsDry : Law
{
    public override string Sentence => "In a dry run nothing is written at all.";

    public override void OnSent(Sent sent)
    {
        if (Stage.Scenario.IsDry)
        {
            Break($"write {sent.Number} in a dry run: {sent.Asked.Text}");
        }
    }
}
