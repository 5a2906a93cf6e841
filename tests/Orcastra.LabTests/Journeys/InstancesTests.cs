namespace Orcastra.LabTests.Journeys;

public sealed class InstancesTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task Of_three_instances_only_the_one_beside_the_leader_acts()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("free"));
        var others = new[] { await StartProxyAsync(B), await StartProxyAsync(C) };
        foreach (var other in others)
        {
            Launch("db: [free]", other.Socket);
        }

        await MemoryHoldsAsync("adopted.");
        var since = others.Select(other => other.Writes.Count(IsOfServices)).Sum();
        await ActsAsync(Launch("db: [free]", A.Socket));

        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, 30, "db", "free");
        await PeaceAsync();
        Watcher.AssertNeverTwice("free");
        Assert.Equal(since, others.Select(other => other.Writes.Count(IsOfServices)).Sum());
    }

    [Fact]
    public async Task Told_to_leave_in_the_middle_it_ends_the_hand_off_first()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", "1"));
        var process = await StartOrcastraAsync("db: [free]");
        await Swarm.MoveAsync("db", B);
        await Eventually.TrueAsync("the gate to be shut", 20, async () => (await Swarm.SpecAsync("free")).Contains("orcastra.gate", StringComparison.Ordinal));

        Watcher.Note("SIGTERM");
        var code = await process.LeaveAsync();

        Watcher.Note($"it left with {code}");
        Assert.Empty(await Traces.FindAsync(Swarm));
        Assert.Equal(0, code);
        await RunsOnAsync(B, 5, "free");
        Assert.Equal("", await Swarm.LeaseAsync());
        Watcher.AssertNeverTwice("free");
    }

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task Run_once_brings_all_in_order_and_ends_with_no_gate_standing()
    {
        await CreateAsync(Draft.Of("db").At(B));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", "1"));

        var process = Launch("db: [free]", A.Socket, ("RUN_ONCE", "true"));
        Assert.Equal(0, await process.EndsAsync(40));

        Assert.Empty(await Traces.FindAsync(Swarm));
        await RunsOnAsync(B, 1, "free");
        Watcher.AssertNeverTwice("free");
    }

    private static bool IsOfServices(PassedWrite write) => write.Target.Contains("/services/", StringComparison.Ordinal);
}
