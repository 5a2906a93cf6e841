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

    /// <summary>Every write to a service is swallowed, and every look shows the previous spec as the present one.</summary>
    [Fact]
    public void A_rollback_that_is_believed_in_and_has_not_happened_breaks_commands_once()
    {
        var (story, isAsked) = (Sabotages.Story(At(10, new Deploy("db", "lab:2")), At(30, new GiveCommand("rollback_service:db")), At(90, new StartOrcastra(3))), false);
        var verdict = FaultRun.Play(story, new()
        {
            Records = true,
            Laws = () => [new CommandsOnce()],
            Sabotage = inner => new Meddler(inner)
            {
                Drops = spec => isAsked = true,
                OnRead = (path, seen) =>
                {
                    foreach (var service in isAsked && path.EndsWith("/services", StringComparison.Ordinal) ? seen.AsArray() : [])
                    {
                        service!["Spec"] = service["PreviousSpec"]?.DeepClone() ?? service["Spec"]!.DeepClone();
                    }
                },
            },
        });
        Assert.Contains(verdict.Violations, violation => violation.Law == nameof(CommandsOnce));
    }

    [Fact]
    public void All_laws_hold_in_random_scenarios_with_rollbacks() =>
        new RandomRuns("ROLLBACK", 60, 9_000_000, seed => Additions.Rollbacks(Generator.Make(seed))).AllHold();

    // Its creation is the user's first write of that image.
    private static IEnumerable<string> Rollbacks(string story) => Lines(story, "User wrote web", "image lab:1 (update was").Skip(1);

    private static IEnumerable<string> Lines(string story, params string[] parts) =>
        story.Split('\n').Where(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));
}
