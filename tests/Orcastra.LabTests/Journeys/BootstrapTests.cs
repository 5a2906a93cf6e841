using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Journeys;

/// <summary>Five bare engines, each with its own sshd, and no Swarm.</summary>
public sealed class BareLab : Lab
{
    private protected override int Size => 5;

    private protected override string Verb => "engines";
}

/// <summary>From bare engines to a Swarm, and back to one when a machine was installed anew.</summary>
public sealed class BootstrapTests(BareLab lab) : IClassFixture<BareLab>, IAsyncDisposable
{
    private readonly string _files = Directory.CreateTempSubdirectory("orcastra-bootstrap-").FullName;
    private readonly List<OrcastraProcess> _processes = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();

    [Fact]
    public async Task An_inventory_and_one_start_make_a_swarm_that_a_second_start_leaves_alone_and_that_takes_a_reinstalled_machine_back()
    {
        Assert.SkipUnless(lab.Impossible.Length == 0, lab.Impossible);
        var process = Start("run");
        var began = Now;
        await Eventually.BecomesAsync("five ready nodes with their labels and roles", 15, async () => await WrongAsync(null));
        TestContext.Current.TestOutputHelper?.WriteLine($"a Swarm of five {Now - began:0.0} s after the start");
        Assert.DoesNotContain("SWMTKN", process.Log, StringComparison.Ordinal);
        Assert.Equal(0, await process.LeaveAsync());

        var second = Start("plan", "--exit-code");
        Assert.Equal(0, await second.EndsAsync());

        await ReinstallsAsync();
    }

    private async Task ReinstallsAsync()
    {
        var old = lab.Nodes[4];
        var oldId = (await lab.Nodes[0].Swarm.NodesAsync()).Single(node => NameOf(node) == old.Name)!["ID"]!.GetValue<string>();
        var process = Start("run");
        await lab.PowerCutAsync(old);
        await Eventually.BecomesAsync("its entry to be down", 40, async () =>
            (await lab.Nodes[0].Swarm.NodeAsync(oldId))["Status"]!["State"]!.GetValue<string>() is "down" ? null : "it is not");
        Directory.Delete(Path.Combine(lab.Folder, old.Name, "docker", "swarm"), recursive: true);
        await lab.StartAsync(old);
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
            nodes = await lab.Nodes[0].Swarm.NodesAsync();
        }
        catch (EngineRefusal refusal)
        {
            return refusal.Message;
        }

        var wrong = lab.Nodes.Where(member => !nodes.Any(node => NameOf(node) == member.Name && node!["ID"]!.GetValue<string>() != except && IsRight(node, member.Number)));
        return wrong.Any() ? string.Join(", ", wrong.Select(node => node.Name)) : null;
    }

    // node4 is written down as a worker, so the others are three managers, and the fifth is one too many.
    private static bool IsRight(JsonNode node, int number) =>
        node["Status"]!["State"]!.GetValue<string>() == "ready"
        && node["Spec"]!["Labels"]?["number"]?.GetValue<string>() == $"n{number}"
        && node["ManagerStatus"] is not null == number is 1 or 2 or 3;

    private double Now => TimeProvider.System.GetElapsedTime(_began).TotalSeconds;

    // One that has just joined has not described itself yet.
    private static string NameOf(JsonNode? node) => node!["Description"]?["Hostname"]?.GetValue<string>() ?? "";

    private OrcastraProcess Start(params string[] verb)
    {
        var network = File.ReadLines(Path.Combine(lab.Folder, "ssh", "known_hosts")).First().Split(' ')[0];
        var addresses = network[..network.LastIndexOf('.')];
        var nodes = lab.Nodes.Select(node => $"  {node.Name}: {{ip: {addresses}.{node.Number}, labels: {{number: n{node.Number}}}{(node.Number == 4 ? ", role: worker" : "")}}}");
        File.WriteAllText(Path.Combine(_files, "nodes.yml"), $"leader: {lab.Nodes[0].Name}\nadvertise_addr: {addresses}.1\nnodes:\n{string.Join('\n', nodes)}\n");
        var process = OrcastraProcess.Start(
            lab.Nodes[0].Socket,
            new Dictionary<string, string>
            {
                ["NODES_FILE"] = Path.Combine(_files, "nodes.yml"),
                ["DEPENDENCIES_FILE"] = Path.Combine(_files, "none.yml"),
                ["SWARM_FILE"] = Path.Combine(_files, "none.yml"),
                ["ORCASTRA_LISTEN"] = "off",
                ["ORCASTRA_SSH_CONFIG"] = Path.Combine(lab.Folder, "ssh", "config"),
            },
            () => Now,
            verb);
        _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(process.Log);
            }

            await process.DisposeAsync();
        }

        Directory.Delete(_files, recursive: true);
    }
}
