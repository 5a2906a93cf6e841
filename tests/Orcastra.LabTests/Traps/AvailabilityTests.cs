namespace Orcastra.LabTests.Traps;

/// <summary>Targets that their owner closes.</summary>
public sealed class AvailabilityTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: [bound, free]";

    [Fact]
    public async Task As_long_as_the_anchors_node_is_paused_its_dependents_stay_up_untouched_where_they_are()
    {
        await PlaceAsync(anchor: B, stopSeconds: 1);
        await Swarm.EditNodeAsync(B, spec => spec["Availability"] = "pause");
        var before = await ServicesAsync();

        var process = await StartOrcastraAsync(File);

        await process.SaysAsync($"bound: not done: it does not fit beside db and stays where it runs ({B}: its availability is pause)");
        await process.SaysAsync($"free: not done: it does not fit beside db and stays where it runs ({B}: its availability is pause)");
        await Eventually.StaysAsync("both", 2, async () => await ServicesAsync() == before ? null : await ServicesAsync());
        await RunsOnAsync(A, 1, "bound", "free");

        Watcher.Note($"{B} is active again");
        await Swarm.EditNodeAsync(B, spec => spec["Availability"] = "active");
        await RunsOnAsync(B, 30, "bound", "free");
        await PeaceAsync();
        Watcher.AssertNeverTwice("bound", "free");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_target_that_is_drained_in_the_middle_is_given_up_for_the_anchors_next_place(bool isGateOpen)
    {
        await PlaceAsync(anchor: A, stopSeconds: 3);
        await StartOrcastraAsync(File);
        await Swarm.EditNodeAsync(C, spec => spec["Availability"] = "pause");
        await Swarm.EditAsync("db", spec => spec["TaskTemplate"]!["Placement"]!["Constraints"] = new System.Text.Json.Nodes.JsonArray($"node.hostname != {A}"));
        await Eventually.TrueAsync("both gates to be shut", 20, async () => await Swarm.IsGatedAsync("bound") && await Swarm.IsGatedAsync("free"));
        await Eventually.TrueAsync("the gates to open", 20, async () => !isGateOpen || (await Swarm.AdmittedAsync()).Contains(B.Name));

        Watcher.Note($"{B} is drained");
        await Swarm.EditNodeAsync(C, spec => spec["Availability"] = "active");
        await Swarm.EditNodeAsync(B, spec => spec["Availability"] = "drain");

        await RunsOnAsync(C, 60, "db", "bound", "free");
        await PeaceAsync();
        Assert.Equal(["db=true"], await Swarm.LabelsOfAsync(C));
        Assert.All(["bound", "free"], service => Assert.Single(Watcher.StaysOf(service), stay => stay.Node == A.Name)); // it never goes back
        Watcher.AssertNeverTwice("bound", "free");
    }

    private async Task PlaceAsync(LabNode anchor, int stopSeconds)
    {
        await CreateAsync(Draft.Of("db").At(anchor));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", $"{stopSeconds}").BoundTo("db"));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", $"{stopSeconds}"));
    }

    private async Task<string> ServicesAsync() => $"{(await Swarm.ServiceAsync("bound")).ToJsonString()}\n{(await Swarm.ServiceAsync("free")).ToJsonString()}";
}
