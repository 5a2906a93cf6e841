using Orcastra.Faults;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Faults;

/// <summary>Commands, with the instance that acts killed at each of its requests in turn: none lost, none run twice.</summary>
public sealed class CommandFaultTests
{
    // From when it is given until long after its end there are fewer.
    private const int Requests = 60;

    [Theory]
    [InlineData("web", 0)]
    [InlineData("web", 6)]
    [InlineData("lone", 0)]
    [InlineData("lone", 6)]
    public void A_restart_that_was_asked_for_happens_once_wherever_the_instance_dies(string service, double milliseconds)
    {
        for (var after = 0; after < Requests; after += 3)
        {
            Holds(
                [
                    new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] },
                    new PlannedService { Name = "web" },
                    new PlannedService { Name = "lone" },
                ],
                [Entry("db", "web")],
                [
                    At(30, new KillAtRequest(2, after, false, milliseconds)),
                    At(30, new GiveCommand($"restart_service:{service}")),
                    At(30, new GiveCommand("pause:dependents")),
                    At(45, new StartOrcastra(2)),
                    At(60, new GiveCommand("resume")),
                ],
                instance: 2);
        }
    }
}
