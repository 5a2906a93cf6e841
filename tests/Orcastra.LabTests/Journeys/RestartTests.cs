namespace Orcastra.LabTests.Journeys;

public sealed class RestartTests(Lab lab) : LabTest(lab)
{
    [Fact]
    [Trait("Journey", "Essential")]
    public async Task Installing_Orcastra_restarts_nothing_that_is_in_place()
    {
        await PlaceAsync();
        var old = await Swarm.UpAsync("db");
        await Lab.DockerAsync(A, "service update -d --force db"); // whoever follows it is older than it now
        await Eventually.TrueAsync("the anchor to be a new task", 30, async () => await Swarm.UpAsync("db") is { Length: > 0 } db && db != old);
        var before = (await Swarm.UpAsync("bound"), await Swarm.UpAsync("free"), await Swarm.ServiceAsync("free"));

        var first = await StartOrcastraAsync("db: [bound, free]");
        await Eventually.TrueAsync("the anchor's label", 10, async () => (await Swarm.LabelsOfAsync(A)).Contains("db=true"));
        Assert.Equal(0, await first.LeaveAsync());
        await StartOrcastraAsync("db: [bound, free]");

        await Eventually.StaysAsync("all tasks", 3, async () => (await Swarm.UpAsync("bound"), await Swarm.UpAsync("free")) == (before.Item1, before.Item2) ? null : "a new one");
        Assert.Equal(before.Item3.ToJsonString(), (await Swarm.ServiceAsync("free")).ToJsonString());
    }

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task An_anchor_restarted_in_place_has_its_dependents_restarted_once()
    {
        await PlaceAsync();
        await StartOrcastraAsync("db: [bound, free]");
        var before = (await Swarm.SpecAsync("bound"), await Swarm.UpAsync("bound"), await Swarm.UpAsync("free"));

        await Lab.DockerAsync(A, "service update -d --force db");

        await Eventually.TrueAsync("both dependents to be new tasks", 30, async () => await Swarm.UpAsync("bound") is { Length: > 0 } bound && bound != before.Item2
            && await Swarm.UpAsync("free") is { Length: > 0 } free && free != before.Item3);
        await RunsOnAsync(A, 10, "bound", "free");
        await PeaceAsync();
        await Eventually.StaysAsync("one restart of each", 4, () => Task.FromResult(Watcher.StaysOf("bound").Count == 2 && Watcher.StaysOf("free").Count == 2 ? null : "another one"));
        Watcher.AssertNeverTwice("bound", "free");
        var forced = Parse(await Swarm.SpecAsync("bound"));
        Assert.Equal(1, forced["TaskTemplate"]!["ForceUpdate"]!.GetValue<int>());
        forced["TaskTemplate"]!["ForceUpdate"] = 0;
        Assert.Equal(before.Item1, forced.ToJsonString());
    }

    [Fact]
    public async Task An_anchor_restarted_in_place_leaves_its_dependents_alone_if_its_owner_wants_that()
    {
        await PlaceAsync();
        await StartOrcastraAsync("db: {services: [bound, free], restart_dependents: false}");
        var anchor = await Swarm.UpAsync("db");
        var before = (await Swarm.UpAsync("bound"), await Swarm.UpAsync("free"));

        await Lab.DockerAsync(A, "service update -d --force db");

        await Eventually.TrueAsync("the anchor to be a new task", 20, async () => await Swarm.UpAsync("db") is { Length: > 0 } now && now != anchor);
        await Eventually.StaysAsync("the dependents' tasks", 5, async () => (await Swarm.UpAsync("bound"), await Swarm.UpAsync("free")) == before ? null : "a new one");
    }

    private async Task PlaceAsync()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", "1").BoundTo("db"));
        await CreateAtAsync(A, Draft.Of("free"));
    }
}
