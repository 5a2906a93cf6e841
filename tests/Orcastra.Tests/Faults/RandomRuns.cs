using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

/// <summary>
/// Random scenarios of one kind, on all processors, the same ones each time: what nobody has changed must not fail. New ones are
/// for <c>bench/soak</c>. <c>ORCASTRA_NAME_SEED</c> plays one of them, <c>ORCASTRA_NAME_RUNS</c> that many.
/// </summary>
/// <param name="Name">The NAME of its variables.</param>
/// <param name="Fixed">How many are played where nobody says it.</param>
/// <param name="First">The first seed.</param>
/// <param name="Make">Makes the scenario of a seed.</param>
internal sealed record RandomRuns(string Name, int Fixed, ulong First, Func<ulong, FaultScenario> Make)
{
    /// <summary>Plays them; all laws must hold in each.</summary>
    /// <returns>What came of them.</returns>
    public ImmutableArray<Verdict> AllHold()
    {
        var verdicts = new ConcurrentQueue<Verdict>();
        var seeds = new ConcurrentQueue<ulong>(Seeds());
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Play(seeds, verdicts))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        ImmutableArray<Verdict> played = [.. verdicts.OrderBy(verdict => verdict.Scenario.Seed)];
        var failed = played.Where(verdict => verdict.Violations.Count > 0).ToList();
        if (failed is [var first, ..])
        {
            var command = string.Create(CultureInfo.InvariantCulture, $"ORCASTRA_{Name}_SEED={first.Scenario.Seed} ./test");
            Assert.Fail($"{failed.Count} of {played.Length} scenarios break a law (seeds {string.Join(", ", failed.Select(verdict => $"{verdict.Scenario.Seed}: {verdict.Broken}"))})\n{Report.Of(first, new(), command)}");
        }

        Assert.DoesNotContain(played, verdict => verdict.Strays > 0); // such a seed may not give the same run again
        return played;
    }

    private void Play(ConcurrentQueue<ulong> seeds, ConcurrentQueue<Verdict> verdicts)
    {
        while (seeds.TryDequeue(out var seed))
        {
            verdicts.Enqueue(FaultRun.Play(Make(seed)));
        }
    }

    private IEnumerable<ulong> Seeds()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable($"ORCASTRA_{Name}_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var one))
        {
            return [one];
        }

        var runs = int.TryParse(Environment.GetEnvironmentVariable($"ORCASTRA_{Name}_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Fixed;
        return Enumerable.Range(0, runs).Select(run => First + (ulong)run);
    }
}
