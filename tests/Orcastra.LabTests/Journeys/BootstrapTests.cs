using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Journeys;

/// <summary>From bare engines to a Swarm, and back to one when a machine was installed anew.</summary>
public sealed class BootstrapTests(BootstrapTests.FiveEngines lab) : BareTest(lab), IClassFixture<BootstrapTests.FiveEngines>
{
    public sealed class FiveEngines : BareLab
    {
        private protected override int Size => 5;
    }

    [Fact]
    public async Task An_inventory_and_one_start_make_a_swarm_that_a_second_start_leaves_alone_and_that_takes_a_reinstalled_machine_back()
    {
        var process = Start(Lab.Nodes[0], Role, null, "run");
        var began = Now;
        await Eventually.BecomesAsync("five ready nodes with their labels and roles", 15, async () => await WrongAsync(null));
        TestContext.Current.TestOutputHelper?.WriteLine($"a Swarm of five {Now - began:0.0} s after the start");
        Assert.DoesNotContain("SWMTKN", process.Log, StringComparison.Ordinal);
        Assert.Equal(0, await process.LeaveAsync());

        var second = Start(Lab.Nodes[0], Role, null, "plan", "--exit-code");
        Assert.Equal(0, await second.EndsAsync());

        await ReinstallsAsync();
    }

    private async Task ReinstallsAsync()
    {
        var old = Lab.Nodes[4];
        var oldId = (await Lab.Nodes[0].Swarm.NodesAsync()).Single(node => NameOf(node) == old.Name)!["ID"]!.GetValue<string>();
        var process = Start(Lab.Nodes[0], Role, null, "run");
        await Lab.PowerCutAsync(old);
        await Eventually.BecomesAsync("its entry to be down", 40, async () =>
            (await Lab.Nodes[0].Swarm.NodeAsync(oldId))["Status"]!["State"]!.GetValue<string>() is "down" ? null : "it is not");
        Directory.Delete(Path.Combine(Lab.Folder, old.Name, "docker", "swarm"), recursive: true);
        await Lab.StartAsync(old);
        var back = Now;
        await Eventually.BecomesAsync("it to be back with its labels", 10, async () => await WrongAsync(oldId));
        TestContext.Current.TestOutputHelper?.WriteLine($"the wiped node was back {Now - back:0.0} s after its engine answered");
        Assert.Equal(0, await process.LeaveAsync());
    }

    private async Task<string?> WrongAsync(string? except)
    {
        JsonArray nodes;
        try
        {
            nodes = await Lab.Nodes[0].Swarm.NodesAsync();
        }
        catch (EngineRefusal refusal)
        {
            return refusal.Message;
        }

        var wrong = Lab.Nodes.Where(member => !nodes.Any(node => NameOf(node) == member.Name && node!["ID"]!.GetValue<string>() != except && IsRight(node, member.Number)));
        return wrong.Any() ? string.Join(", ", wrong.Select(node => node.Name)) : null;
    }

    // node4 is written down as a worker, so the others are three managers, and the fifth is one too many.
    private static bool IsRight(JsonNode node, int number) =>
        node["Status"]!["State"]!.GetValue<string>() == "ready"
        && node["Spec"]!["Labels"]?["number"]?.GetValue<string>() == $"n{number}"
        && node["ManagerStatus"] is not null == number is 1 or 2 or 3;

    private static string Role(LabNode node) => node.Number == 4 ? ", role: worker" : "";

    // One that has just joined has not described itself yet.
    private static string NameOf(JsonNode? node) => node!["Description"]?["Hostname"]?.GetValue<string>() ?? "";
}
