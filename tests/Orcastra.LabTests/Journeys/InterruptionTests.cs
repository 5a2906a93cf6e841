namespace Orcastra.LabTests.Journeys;

public sealed class InterruptionTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: [bound]";
    private const int MostWrites = 40;

    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.After)]
    public async Task An_instance_killed_at_any_single_write_of_a_hand_off_has_it_ended_by_the_next_one(Cut cut)
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", "1").BoundTo("db").Update("Monitor", 200_000_000));
        var spec = await Swarm.SpecAsync("bound");
        var proxy = await StartProxyAsync(A);
        var (from, to) = (A, B);
        for (var write = 1; ; write++)
        {
            Assert.True(write < MostWrites, $"a hand-off takes more than {MostWrites} writes:\n{string.Join('\n', proxy.Writes)}");
            if (!await IsCutAsync(proxy, write, cut, from, to))
            {
                Say($"{write - 1} writes cut, each once");
                Assert.True(write > 8, $"only {write - 1} writes were cut");
                return;
            }

            var next = Launch(File, A.Socket);
            await ActsAsync(next);
            await SettledAsync(from, to);
            Watcher.AssertNeverTwice("bound");
            Assert.Equal(spec, await Swarm.SpecAsync("bound"));
            Assert.Equal(0, await next.LeaveAsync());
            await Swarm.ForgetAsync(); // or the anchor would count as flapping
            (from, to) = (to, from);
        }
    }

    // One hand-off through the proxy. False if it took fewer writes, and therefore came to its end.
    private async Task<bool> IsCutAsync(CuttingProxy proxy, int write, Cut cut, LabNode from, LabNode to)
    {
        var victim = Launch(File, proxy.Socket);
        await ActsAsync(victim);
        Watcher.Note($"hand-off from {from} to {to}, to be killed {cut} write {write}");
        proxy.CutAt(write, cut, victim.Kill);
        await Swarm.MoveAsync("db", to);
        await Eventually.TrueAsync("the cut, or the end of the hand-off", 40, async () =>
            proxy.HasCut || (await IsSettledAsync(from, to) && (await Traces.FindAsync(Swarm)).Count == 0));
        proxy.Disarm();
        return proxy.HasCut;
    }

    private async Task SettledAsync(LabNode from, LabNode to)
    {
        await RunsOnAsync(to, 40, "db", "bound");
        await PeaceAsync();
        await Eventually.TrueAsync("the label to be where the anchor is", 20, () => IsSettledAsync(from, to));
    }

    private async Task<bool> IsSettledAsync(LabNode from, LabNode to) =>
        (await Swarm.TasksAsync("bound")).Any(task => task.IsUp && task.NodeId == to.Id)
        && await Swarm.LabelsOfAsync(from) is []
        && await Swarm.LabelsOfAsync(to) is ["db=true"];
}
