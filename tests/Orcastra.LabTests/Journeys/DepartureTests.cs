namespace Orcastra.LabTests.Journeys;

/// <summary>Told to leave while a dependent stops for longer than the program may take.</summary>
[Collection(SecondLabTests.Name)]
public sealed class DepartureTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: [app]";

    [Fact]
    public async Task Told_to_leave_during_a_long_stop_it_opens_the_gate_as_Swarm_itself_waits_for_the_old_task()
    {
        var process = await StartAndMoveAsync(graceSeconds: 20);

        await LeavesInTimeAsync(process);

        Assert.True(Watcher.StaysOf("app").Single().IsUp, "the old task has ended already");
        Assert.Equal([B.Name], await Swarm.AdmittedAsync());
        await RunsOnAsync(B, 30, "app");
        Watcher.AssertNeverTwice("app");

        var task = await Swarm.UpAsync("app");
        await StartOrcastraAsync(File);
        await PeaceAsync();
        Assert.Equal(task, await Swarm.UpAsync("app"));
        Watcher.AssertNeverTwice("app");
    }

    [Fact]
    public async Task Told_to_leave_during_a_stop_that_may_outlast_Swarms_patience_it_leaves_the_gate_shut_for_the_next_one()
    {
        var process = await StartAndMoveAsync(graceSeconds: 70);

        await LeavesInTimeAsync(process);

        await process.SaysAsync("the gate stays shut until it has ended");
        await process.SaysAsync("the next instance ends it");
        await Eventually.TrueAsync("the old task to end", 20, () => Task.FromResult(!Watcher.StaysOf("app").Single().IsUp));
        await Eventually.StaysAsync("the gate", 2, async () =>
            await Swarm.IsGatedAsync("app") && await Swarm.AdmittedAsync() is [] && await Swarm.UpAsync("app") == "" ? null : "open");

        await StartOrcastraAsync(File);
        await RunsOnAsync(B, 20, "app");
        await PeaceAsync();
        Watcher.AssertNeverTwice("app");
    }

    private async Task<OrcastraProcess> StartAndMoveAsync(int graceSeconds)
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("app", "slowstop", "12").Grace(graceSeconds));
        var process = await StartOrcastraAsync(File);
        Watcher.Note($"its owner moves the anchor to {B}");
        await Swarm.MoveAsync("db", B);
        await Eventually.TrueAsync("the gate to be shut", 20, () => Swarm.IsGatedAsync("app"));
        return process;
    }

    // Docker kills what has not ended 10 s after it was told to.
    private async Task LeavesInTimeAsync(OrcastraProcess process)
    {
        Watcher.Note("SIGTERM");
        var took = await Eventually.TakesAsync("leaving", 10, async () => Assert.Equal(1, await process.LeaveAsync()));
        Watcher.Note("it left");
        Assert.Equal("", await Swarm.LeaseAsync());
        Say(FormattableString.Invariant($"left within {took:0.0} s"));
    }
}
