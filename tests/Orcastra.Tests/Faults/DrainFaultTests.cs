using System.Collections.Concurrent;
using System.Globalization;
using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

/// <summary>
/// The random scenarios again, with drains begun in the middle of them: a drain must break no law, whatever else happens.
/// <c>ORCASTRA_DRAIN_SEED=… ./test DrainFaultTests</c> plays one of them, <c>ORCASTRA_DRAIN_RUNS</c> that many.
/// </summary>
public sealed class DrainFaultTests
{
    private const int Fixed = 100;
    private const ulong First = 7_000_000;

    [Fact]
    public void All_laws_hold_in_random_scenarios_with_drains()
    {
        var failed = new ConcurrentQueue<Verdict>();
        var queue = new ConcurrentQueue<ulong>(Seeds());
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Work(queue, failed))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        if (failed.MinBy(verdict => verdict.Scenario.Seed) is { } first)
        {
            var again = FaultRun.Play(first.Scenario, new() { Records = true });
            Assert.Fail($"{string.Join(", ", failed.Select(verdict => $"{verdict.Scenario.Seed}: {verdict.Broken}"))}\n{string.Join('\n', again.Violations.Select(violation => $"{violation.Law}: {violation.How}"))}\n{again.Journal}");
        }
    }

    private static void Work(ConcurrentQueue<ulong> queue, ConcurrentQueue<Verdict> failed)
    {
        while (queue.TryDequeue(out var seed))
        {
            if (FaultRun.Play(Additions.Drains(Generator.Make(seed))) is { Violations.Count: > 0 } verdict)
            {
                failed.Enqueue(verdict);
            }
        }
    }

    private static List<ulong> Seeds()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("ORCASTRA_DRAIN_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var one))
        {
            return [one];
        }

        var runs = int.TryParse(Environment.GetEnvironmentVariable("ORCASTRA_DRAIN_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Fixed;
        return [.. Enumerable.Range(0, runs).Select(run => First + (ulong)run)];
    }
}
