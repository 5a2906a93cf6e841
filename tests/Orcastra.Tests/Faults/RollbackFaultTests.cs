using System.Collections.Concurrent;
using System.Globalization;
using Orcastra.Faults;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Faults;

/// <summary>
/// Rollbacks that are asked for, with the instance that acts killed at each of its requests in turn; and the random scenarios
/// again, with rollbacks in the middle of them. <c>ORCASTRA_ROLLBACK_SEED=… ./test RollbackFaultTests</c> plays one of them,
/// <c>ORCASTRA_ROLLBACK_RUNS</c> that many.
/// </summary>
public sealed class RollbackFaultTests
{
    // From when it is given until long after its end there are fewer.
    private const int Requests = 60;
    private const int Fixed = 60;
    private const ulong First = 9_000_000;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 6)]
    [InlineData(false, 0)]
    [InlineData(false, 6)]
    public void What_was_deployed_before_comes_back_once_wherever_the_instance_dies(bool isHandedOff, double milliseconds)
    {
        for (var after = 0; after < Requests; after += 3)
        {
            var story = Holds(
                [new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] }, new PlannedService { Name = "web", Constraints = isHandedOff ? [] : ["node.labels.db == true"] }],
                [Entry("db", "web")],
                [
                    At(30, new Deploy("web", "lab:2")),
                    .. isHandedOff ? [At(50, new MoveTo("db", 3))] : Array.Empty<Step>(),
                    At(80, new KillAtRequest(2, after, false, milliseconds)),
                    At(80, new GiveCommand("rollback_service:web")),
                    At(95, new StartOrcastra(2)),
                ],
                instance: 2);
            Assert.Single(Rollbacks(story));
            Assert.NotEqual(isHandedOff, Lines(story, "rollback=previous").Any());
        }
    }

    /// <summary>Between the note in memory and the write, the config object is written: none of these may lose what was deployed before.</summary>
    [Fact]
    public void What_was_deployed_before_is_lost_at_no_write_of_a_hand_off()
    {
        for (var write = 0; write < 12; write++)
        {
            var story = Holds(
                [new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] }, new PlannedService { Name = "web" }],
                [Entry("db", "web")],
                [
                    At(30, new Deploy("web", "lab:2")),
                    At(49, new KillAtRequest(2, write, true, 0)),
                    At(50, new MoveTo("db", 3)),
                    At(65, new StartOrcastra(2)),
                    At(90, new GiveCommand("rollback_service:web")),
                ],
                instance: 2);
            Assert.Single(Rollbacks(story));
        }
    }

    [Fact]
    public void All_laws_hold_in_random_scenarios_with_rollbacks()
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

    // Its creation is the user's first write of that image.
    private static IEnumerable<string> Rollbacks(string story) => Lines(story, "User wrote web", "image lab:1 (update was").Skip(1);

    private static IEnumerable<string> Lines(string story, params string[] parts) =>
        story.Split('\n').Where(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));

    private static void Work(ConcurrentQueue<ulong> queue, ConcurrentQueue<Verdict> failed)
    {
        while (queue.TryDequeue(out var seed))
        {
            if (FaultRun.Play(Additions.Rollbacks(Generator.Make(seed))) is { Violations.Count: > 0 } verdict)
            {
                failed.Enqueue(verdict);
            }
        }
    }

    private static List<ulong> Seeds()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("ORCASTRA_ROLLBACK_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var one))
        {
            return [one];
        }

        var runs = int.TryParse(Environment.GetEnvironmentVariable("ORCASTRA_ROLLBACK_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Fixed;
        return [.. Enumerable.Range(0, runs).Select(run => First + (ulong)run)];
    }
}
