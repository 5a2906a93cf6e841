using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Journeys;

[Collection(SecondLabTests.Name)]
public sealed class RollbackTests(Lab lab) : LabTest(lab)
{
    private const string Kept = "orcastra-previous-";

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task What_was_deployed_before_a_hand_off_comes_back_after_it()
    {
        await DeployTwiceAsync();
        await Swarm.MoveAsync("db", B);
        await RunsOnAsync(B, 40, "db", "web");
        await PeaceAsync();
        Assert.Equal("CHANGE=2", Change((await Swarm.ServiceAsync("web"))["PreviousSpec"]!)); // what Swarm itself would bring back
        Assert.Single(await KeptAsync());

        var (code, said) = await SendAsync("rollback_service:web", 60);

        Assert.True(code == 0 && said.Contains("it is rolled back", StringComparison.Ordinal), said);
        Assert.Equal("CHANGE=1", await ChangeAsync());
        await RunsOnAsync(B, 20, "web");
        await PeaceAsync();
        Watcher.AssertNeverTwice("web");

        await Swarm.RemoveAsync("web");
        await Eventually.TrueAsync("what was kept to go with its service", 30, async () => (await KeptAsync()).Count == 0);
    }

    [Fact]
    public async Task What_Swarm_itself_would_bring_back_is_left_to_Swarm_and_asked_for_twice_it_goes_forward()
    {
        await DeployTwiceAsync();

        var (code, said) = await SendAsync("rollback_service:web", 60);
        Assert.True(code == 0, said);
        Assert.Equal("CHANGE=1", await ChangeAsync());
        Assert.Equal("rollback_completed", await Swarm.UpdateStateAsync("web"));
        Assert.Empty(await KeptAsync());

        (code, said) = await SendAsync("rollback_service:web", 60);
        Assert.True(code == 0, said);
        Assert.Equal("CHANGE=2", await ChangeAsync());
        (code, said) = await SendAsync("rollback_service:db", 60);
        Assert.True(code == 1 && said.Contains("there is nothing to roll db back to", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task A_deploy_that_no_node_takes_comes_back()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("web"));
        await StartOrcastraAsync("db: [web]");
        await Swarm.EditAsync("web", spec => spec["TaskTemplate"]!["Placement"] = new JsonObject { ["Constraints"] = new JsonArray("node.labels.nowhere == true") });
        await Eventually.TrueAsync("the deploy to hang", 30, async () =>
            await Swarm.UpdateStateAsync("web") == "updating" && (await Swarm.TasksAsync("web")).Any(task => task.State == "pending"));

        // Swarm's updater waits a whole minute for the end of the task that was to go, and that never began.
        var (code, said) = await SendAsync("rollback_service:web", 120);

        Assert.True(code == 0 && said.Contains("it is rolled back", StringComparison.Ordinal), said);
        Assert.DoesNotContain("nowhere", await Swarm.SpecAsync("web"), StringComparison.Ordinal);
        await RunsOnAsync(A, 30, "web"); // Swarm may have started it elsewhere: then it follows its anchor as ever
        await PeaceAsync();
        Watcher.AssertNeverTwice("web");
    }

    private async Task DeployTwiceAsync()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("web").BoundTo("db"));
        await StartOrcastraAsync("db: [web]", ("ORCASTRA_DWELL", "0"));
        foreach (var change in new[] { "1", "2" })
        {
            await Swarm.DeployAsync("web", change);
            await Eventually.TrueAsync($"deploy {change} to be over", 30, async () => await Swarm.UpdateStateAsync("web") == "completed");
        }
    }

    private async Task<string> ChangeAsync() => Change(JsonNode.Parse(await Swarm.SpecAsync("web"))!);

    private async Task<List<string>> KeptAsync() =>
        [.. (await Swarm.ConfigsAsync()).Select(config => config!["Spec"]!["Name"]!.GetValue<string>()).Where(name => name.StartsWith(Kept, StringComparison.Ordinal))];

    private static string Change(JsonNode spec) => spec["TaskTemplate"]!["ContainerSpec"]!["Env"]![0]!.GetValue<string>();
}
