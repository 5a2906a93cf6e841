namespace Orcastra.Faults;

/// <summary>From now on reboots go wrong in this way, or well again.</summary>
internal sealed record Hinder(Mishap Mishap) : Deed
{
    public override string Text => $"reboots: {Mishap}";

    public override void Happen(Stage stage) => stage.Mishap = Mishap;
}
