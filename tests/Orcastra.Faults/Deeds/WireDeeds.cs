namespace Orcastra.Faults;

/// <summary>How requests of Orcastra fare for a while.</summary>
internal enum TroubleKind
{
    /// <summary>The connection is refused.</summary>
    Refuse,

    /// <summary>It takes effect, but nobody hears of it.</summary>
    LoseAnswer,

    /// <summary>No answer, no effect.</summary>
    Swallow,

    /// <summary>Late on its way there: what is decided takes effect long after.</summary>
    DelayBefore,

    /// <summary>Late on its way back.</summary>
    DelayAfter,

    /// <summary>Status 500.</summary>
    Fail,

    /// <summary>The version has moved on, says the engine.</summary>
    Conflict,
}

/// <summary>Requests of the instance on one machine go wrong for a while.</summary>
/// <param name="Node">The machine.</param>
/// <param name="Kind">How.</param>
/// <param name="Share">Which share of them.</param>
/// <param name="WritesOnly">True to spare reads.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record ApiTrouble(int Node, TroubleKind Kind, double Share, bool WritesOnly, int Seconds) : Deed
{
    public override string Text => FormattableString.Invariant($"api: node{Node} {Kind} {Share:0.00} {(WritesOnly ? "writes " : "")}for {Seconds}s");

    public override void Happen(Stage stage) => stage.Wire.Begin(this);
}

/// <summary>Events of a machine's engine are lost or doubled for a while, or its stream says nothing, or breaks.</summary>
internal sealed record EventTrouble(int Node, string What, int Seconds) : Deed
{
    public override string Text => $"events: node{Node} {What} for {Seconds}s";

    public override void Happen(Stage stage) => stage.Wire.Begin(this);
}
