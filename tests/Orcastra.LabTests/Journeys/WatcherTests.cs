namespace Orcastra.LabTests.Journeys;

public sealed class WatcherTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task The_watcher_sees_the_overlap_that_moving_labels_makes()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", "5").BoundTo("db"));
        await StartOrcastraAsync("db: [bound]", ("ORCASTRA_HANDOFF", "labels"));
        var before = await Swarm.ServiceAsync("bound");

        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, 30, "db", "bound");
        await Eventually.TrueAsync("the old container to end", 20, () => Task.FromResult(Watcher.StaysOf("bound").Count(stay => stay.IsUp) == 1));
        Assert.Single(Watcher.Overlaps("bound"));
        Assert.Equal(before["Spec"]!.ToJsonString(), await Swarm.SpecAsync("bound"));
        Assert.Equal(before["Version"]!.ToJsonString(), (await Swarm.ServiceAsync("bound"))["Version"]!.ToJsonString());
    }
}
