namespace Orcastra.LabTests.Journeys;

public sealed class LabelsOnlyTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task With_handoff_labels_no_service_is_written_to_and_an_unbound_dependent_stays_and_is_told_what_to_add()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", "1").BoundTo("db"));
        await CreateAtAsync(A, Draft.Of("free"));
        var process = await StartOrcastraAsync("db: {services: [bound, free], handoff: labels}");
        var (before, task) = (await ServicesAsync(), await Swarm.UpAsync("free"));

        Watcher.Note($"its owner moves the anchor to {B}");
        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, 30, "db", "bound");
        await process.SaysAsync("free: not done: handoff: labels allows no service write, and it has no constraint on the label db; add node.labels.db == true");
        await Eventually.StaysAsync("both services", 3, async () => await ServicesAsync() == before ? null : await ServicesAsync());
        Assert.Equal(task, await Swarm.UpAsync("free"));
        await RunsOnAsync(A, 1, "free");
        Assert.Empty(await Swarm.LabelsOfAsync(A));
        Assert.Equal(["db=true"], await Swarm.LabelsOfAsync(B));
    }

    private async Task<string> ServicesAsync() => $"{(await Swarm.ServiceAsync("bound")).ToJsonString()}\n{(await Swarm.ServiceAsync("free")).ToJsonString()}";
}
