namespace Orcastra.Conformance;

/// <summary>One container that really ran, and for how long it was surely up: from the first answer that showed it to the last question.</summary>
public sealed class Stay(string service, string slot, string node, string task)
{
    public string Service => service;

    /// <summary>The slot of a replicated service; the service itself where it is global.</summary>
    public string Slot => slot;

    public string Node => node;

    public string Task => task;

    /// <summary>Seconds on the watcher's clock.</summary>
    public double From { get; init; }

    public double Until { get; set; }

    /// <summary>False once its engine did not show it any more.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>For how long both were surely up; negative if they were not.</summary>
    public double OverlapWith(Stay other) => Math.Min(Until, other.Until) - Math.Max(From, other.From);

    public override string ToString() => FormattableString.Invariant($"{From,9:0.000} .. {(IsUp ? "      up" : $"{Until,8:0.000}")} s  {Service} on {Node} ({Task})");
}
