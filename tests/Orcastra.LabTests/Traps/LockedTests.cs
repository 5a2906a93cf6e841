namespace Orcastra.LabTests.Traps;

public sealed class LockedTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: [free]";
    private const string Remedy = "docker swarm unlock";

    [Fact]
    public async Task On_a_locked_manager_it_says_what_to_do_waits_for_it_and_goes_on_from_there()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", "1"));
        var acting = Launch(File, B.Socket, ("RELABEL_TIME", "1"));
        await ActsAsync(acting);
        await using var autolock = await Autolock.OnAsync(Lab, A);
        Watcher.Note($"the engine of {B} is restarted");
        await Lab.RestartEngineAsync(B);
        await Eventually.TrueAsync($"{B} to be locked", 20, () => Autolock.IsLockedAsync(B));

        foreach (var verb in new[] { "plan", "status" })
        {
            var (code, said) = await AskAsync(verb, B.Socket);
            Assert.Equal(1, code);
            Assert.Contains($"Run `{Remedy}` on that node", said, StringComparison.Ordinal);
        }

        var (patient, leaving) = (Launch(File, B.Socket), Launch(File, B.Socket));
        await acting.SaysAsync(Remedy, 40);
        await patient.SaysAsync(Remedy);
        await leaving.SaysAsync(Remedy);
        Assert.DoesNotContain("join it", patient.Log, StringComparison.Ordinal);
        await LeavesAtOnceAsync(leaving);

        Watcher.Note($"{B} is unlocked");
        await autolock.UnlockAsync(B);
        await Swarm.MoveAsync("db", C);
        // Who acts then is whoever sees first that the other does not: one of them does, the other stands by.
        await Eventually.TrueAsync("one to stand by for the other", 40, () =>
            Task.FromResult(new[] { acting, patient }.Any(process => process.Log.Contains("stands by", StringComparison.Ordinal))));
        await RunsOnAsync(C, 60, "db", "free");
        await PeaceAsync();
        Watcher.AssertNeverTwice("free");
    }

    private async Task LeavesAtOnceAsync(OrcastraProcess process)
    {
        Watcher.Note("SIGTERM to one that waits");
        await Eventually.TakesAsync("leaving", 3, async () => Assert.Equal(0, await process.LeaveAsync()));
    }
}
