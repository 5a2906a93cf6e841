using Orcastra.Conformance;

namespace Orcastra.Tests.Conformance;

/// <summary>A behaviour that fails is this behaviour's failure alone: what it leaves half done is made whole before the next.</summary>
public sealed class ProgrammeTests
{
    private static readonly Dictionary<string, Func<Stage, Task>> Broken = new()
    {
        ["left"] = s => s.Worker.Api.PostAsync("/swarm/leave"),
        ["off"] = s => s.Swarm.PowerCutAsync(s.Worker),
        ["cut off"] = s => s.Swarm.CutAsync(s.Worker),
        ["drained"] = s => s.AvailabilityAsync(s.Worker, "drain"),
        ["promoted"] = s => s.RoleAsync(s.Worker, "manager"),
        ["in a Swarm of its own"] = async s =>
        {
            await s.Worker.Api.PostAsync("/swarm/leave");
            await s.Worker.Api.PostAsync("/swarm/init", new System.Text.Json.Nodes.JsonObject { ["ListenAddr"] = "0.0.0.0:2377" });
        },
        ["joined twice"] = async s =>
        {
            await s.Worker.Api.PostAsync("/swarm/leave");
            await s.JoinAsync(s.Worker);
        },
    };

    public static TheoryData<string> Ways => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_a_failed_behaviour_has_left_is_made_whole(string way) => IsMadeWhole(Reach.Worker, Broken[way]);

    [Fact]
    public void Managers_that_are_away_are_brought_back() => IsMadeWhole(Reach.Swarm, async s =>
    {
        await s.Swarm.PowerCutAsync(s.A);
        await s.Swarm.CutAsync(s.B);
    });

    [Fact]
    public void What_cannot_be_made_whole_is_told_and_the_others_go_on()
    {
        using var swarm = Swarm();
        var fails = Failing(Reach.Swarm, async s =>
        {
            await s.B.Api.PostAsync("/swarm/leave?force=1");
            await s.C.Api.PostAsync("/swarm/leave?force=1");
        });
        var next = new Behaviour("Test", "The_next", Reach.Swarm, false, _ => Task.CompletedTask);

        var results = Show(swarm, fails, next);

        Assert.Contains("on purpose", results[0].Fault!.ToString(), StringComparison.Ordinal);
        Assert.IsType<AggregateException>(results[0].Fault);
        Assert.Equal(2, results.Count);
    }

    private static void IsMadeWhole(Reach reach, Func<Stage, Task> leaves)
    {
        using var swarm = Swarm();
        var seen = "";
        var next = new Behaviour("Test", "The_next", reach, false, async s => seen = await LookAsync(s));

        Assert.IsType<Different>(Show(swarm, Failing(reach, leaves), next)[0].Fault);

        Assert.Equal("node1 ready active manager, node2 ready active manager, node3 ready active manager, node4 ready active worker", seen);
    }

    private static VirtualSwarm Swarm()
    {
        SynchronizationContext.SetSynchronizationContext(null); // what is awaited goes on where the timeline stands
        return new("26.1", 4, seed: 1);
    }

    private static Behaviour Failing(Reach reach, Func<Stage, Task> leaves) => new("Test", "The_first", reach, true, async s =>
    {
        await leaves(s);
        throw new Different("on purpose");
    });

    private static IReadOnlyList<Shown> Show(VirtualSwarm swarm, params IReadOnlyList<Behaviour> behaviours)
    {
        var programme = new Programme(swarm, behaviours);
        swarm.Run(RunAsync());
        return programme.Results;

        async Task<bool> RunAsync()
        {
            await programme.RunAsync(atOnce: 1);
            return true;
        }
    }

    private static async Task<string> LookAsync(Stage s)
    {
        var nodes = await s.View.NodesAsync();
        return string.Join(", ", nodes.Select(node => $"{node!["Description"]!["Hostname"]} {node["Status"]!["State"]} {node["Spec"]!["Availability"]} {node["Spec"]!["Role"]}").Order(StringComparer.Ordinal));
    }
}
