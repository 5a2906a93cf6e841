namespace Orcastra.LabTests.Journeys;

[Collection(SecondLabTests.Name)]
public sealed class QuorumTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task Without_quorum_nothing_is_written_and_after_it_heals_all_converges()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", "3"));
        var proxy = await StartProxyAsync(A);
        await ActsAsync(Launch("db: [free]", proxy.Socket));
        await Swarm.MoveAsync("db", B);
        await Eventually.TrueAsync("the gate to be shut", 20, async () => (await Swarm.SpecAsync("free")).Contains("orcastra.gate", StringComparison.Ordinal));

        Watcher.Note($"{B} and {C} are cut off");
        await Lab.PullCableAsync(B);
        await Lab.PullCableAsync(C);
        await Eventually.TrueAsync("the quorum to be lost", 60, IsWithoutQuorumAsync);
        var lost = Watcher.Note("quorum lost");
        await Eventually.StaysAsync("the loss of quorum", 5, async () => await IsWithoutQuorumAsync() ? null : "it is back");
        var healed = Watcher.Note("the cables are back");
        var attempts = proxy.Writes.Where(write => write.At > lost && write.At < healed).ToList();
        await Lab.HealAsync(B);
        await Lab.HealAsync(C);

        Assert.Empty(attempts);
        await RunsOnAsync(B, 90, "db", "free");
        await PeaceAsync(60);
        Watcher.AssertNeverTwice("free");
    }

    private async Task<bool> IsWithoutQuorumAsync()
    {
        try
        {
            await Swarm.ServicesAsync();
            return false;
        }
        catch (EngineRefusal refusal)
        {
            return refusal.Status is 500 or 503;
        }
        catch (TaskCanceledException)
        {
            return true; // it asks the others for longer than this client waits
        }
    }
}
