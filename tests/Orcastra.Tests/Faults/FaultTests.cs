using System.Collections.Concurrent;
using System.Globalization;
using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

/// <summary>
/// Random scenarios with faults, users and Orcastras that die: all laws hold at every step, and once faults stop all is well
/// again. <c>ORCASTRA_FAULT_SEED=… ./test FaultTests</c> plays one of them, <c>ORCASTRA_FAULT_RUNS</c> that many.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    // The same ones each time: what nobody has changed must not fail. New ones are for bench/soak.
    private const int Fixed = 2000;

    [Fact]
    public void All_laws_hold_in_random_scenarios_and_all_is_well_once_faults_stop()
    {
        var seeds = Seeds();
        output.WriteLine($"seeds {seeds[0]} to {seeds[^1]}, {seeds.Count} of them");
        var failed = new ConcurrentQueue<Verdict>();
        var queue = new ConcurrentQueue<ulong>(seeds);
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Work(queue, failed))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        if (failed.MinBy(verdict => verdict.Scenario.Seed) is { } first)
        {
            var seed = first.Scenario.Seed.ToString(CultureInfo.InvariantCulture);
            Assert.Fail($"{failed.Count} of {seeds.Count} scenarios break a law (seeds {string.Join(", ", failed.Select(verdict => $"{verdict.Scenario.Seed}: {verdict.Broken}"))})\n{Report.Of(first, new(), $"ORCASTRA_FAULT_SEED={seed} ./test FaultTests")}");
        }
    }

    private static void Work(ConcurrentQueue<ulong> queue, ConcurrentQueue<Verdict> failed)
    {
        while (queue.TryDequeue(out var seed))
        {
            var verdict = FaultRun.Play(Generator.Make(seed));
            if (verdict.Violations.Count > 0)
            {
                failed.Enqueue(verdict);
            }
        }
    }

    private static List<ulong> Seeds()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("ORCASTRA_FAULT_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var one))
        {
            return [one];
        }

        var runs = int.TryParse(Environment.GetEnvironmentVariable("ORCASTRA_FAULT_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Fixed;
        return [.. Enumerable.Range(1, runs).Select(number => (ulong)number).Except(OpenSeeds.All)];
    }
}
