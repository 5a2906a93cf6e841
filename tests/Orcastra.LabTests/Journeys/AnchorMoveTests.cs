using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Journeys;

public sealed class AnchorMoveTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: {services: [bound, free, tied]}";

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task Dependents_follow_an_anchor_that_its_owner_moved_and_none_is_ever_up_twice()
    {
        await PlaceAsync();
        await StartOrcastraAsync(File);
        await Eventually.TrueAsync("the dependent that wishes it to be bound", 20, async () => (await Swarm.SpecAsync("tied")).Contains("node.labels.db == true", StringComparison.Ordinal));
        var before = await SpecsAsync();

        var began = Watcher.Note($"its owner moves the anchor to {B}");
        await Swarm.MoveAsync("db", B);
        await RunsOnAsync(B, 30, "db", "bound", "free", "tied");
        await PeaceAsync();

        Watcher.AssertNeverTwice("bound", "free", "tied");
        Assert.Equal(before, await SpecsAsync());
        Assert.Equal(["db=true"], await Swarm.LabelsOfAsync(B));
        Assert.Empty(await Swarm.LabelsOfAsync(A));
        var anchor = Watcher.FirstUp("db", B, began) ?? throw new InvalidOperationException("the anchor never ran there");
        Say(FormattableString.Invariant($"after the anchor: bound {Watcher.FirstUp("bound", B) - anchor:0.00} s, free {Watcher.FirstUp("free", B) - anchor:0.00} s, tied {Watcher.FirstUp("tied", B) - anchor:0.00} s"));
    }

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task A_rollback_by_its_user_after_a_hand_off_brings_no_gate_back()
    {
        await PlaceAsync();
        await StartOrcastraAsync(File);
        await Swarm.MoveAsync("db", B);
        await RunsOnAsync(B, 30, "db", "bound", "free", "tied");
        await PeaceAsync();
        var running = await Swarm.UpAsync("bound");

        await Lab.DockerAsync(A, "service rollback -d bound");

        await Eventually.TrueAsync("the rollback to end", 30, async () => await Swarm.UpdateStateAsync("bound") == "rollback_completed");
        Assert.Empty(await Traces.FindAsync(Swarm));
        Assert.Equal(running, await Swarm.UpAsync("bound"));
        Watcher.AssertNeverTwice("bound");
    }

    [Fact]
    public async Task A_dependent_that_is_an_anchor_takes_its_own_followers_along()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("app", "slowstop", "1"));
        await CreateAtAsync(A, Draft.Of("proxy", "slowstop", "1"));
        await StartOrcastraAsync("db: [app]\napp: [proxy]");

        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, 40, "db", "app", "proxy");
        await PeaceAsync();
        Watcher.AssertNeverTwice("app", "proxy");
    }

    private async Task PlaceAsync()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", "2").BoundTo("db"));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", "1"));
        await CreateAtAsync(A, Draft.Of("tied", "slowstop", "1").Labelled("orcastra.bind", "true"));
    }

    private async Task<string> SpecsAsync() =>
        new JsonArray(await Swarm.SpecAsync("bound"), await Swarm.SpecAsync("free"), await Swarm.SpecAsync("tied")).ToJsonString();
}
