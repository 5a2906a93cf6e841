using System.Collections.Immutable;

namespace Orcastra.Simulating;

/// <summary>What came of an expectation.</summary>
/// <param name="Expectation">Which.</param>
/// <param name="After">After how long it held; null if it did not.</param>
/// <param name="Instead">How it was instead; empty if it held.</param>
internal sealed record Judged(Expectation Expectation, TimeSpan? After, string Instead);

/// <summary>What came of a scenario.</summary>
/// <param name="Judged">Each expectation.</param>
/// <param name="Twice">What was up twice that must never be.</param>
/// <param name="Failures">What went wrong beyond all expectations.</param>
internal sealed record Verdict(ImmutableArray<Judged> Judged, ImmutableArray<string> Twice, ImmutableArray<string> Failures)
{
    /// <summary>True if all is as it should be.</summary>
    public bool IsGood => Twice.IsEmpty && Failures.IsEmpty && Judged.All(one => one.After is not null);

    /// <summary>All of it in a sentence.</summary>
    public string Words
    {
        get
        {
            var broken = Judged.Count(one => one.After is null);
            var expectations = Judged.Length == 1 ? "1 expectation" : $"{Judged.Length} expectations";
            var kept = (Judged.Length, broken) switch
            {
                (0, _) => "nothing was expected",
                (1, 0) => "the one expectation holds",
                (_, 0) => $"all {expectations} hold",
                _ => $"{broken} of {expectations} {(broken == 1 ? "does" : "do")} not hold",
            };
            var twice = Twice.IsEmpty ? "no dependent was ever up twice" : string.Join("; ", Twice);
            return string.Join("; ", [kept, twice, .. Failures]);
        }
    }
}
