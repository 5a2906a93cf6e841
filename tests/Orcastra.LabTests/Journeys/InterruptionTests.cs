namespace Orcastra.LabTests.Journeys;

[Collection(ThirdLabTests.Name)]
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
        var acting = await StartAsync(proxy);
        for (var write = 1; ; write++)
        {
            Assert.True(write < MostWrites, $"a hand-off takes more than {MostWrites} writes:\n{string.Join('\n', proxy.Writes)}");
            Watcher.Note($"hand-off from {from} to {to}, to be killed {cut} write {write}");
            proxy.CutAt(write, cut, acting.Kill);
            await Swarm.MoveAsync("db", to);
            await Eventually.TrueAsync("the cut, or the end of the hand-off", 40, async () =>
                proxy.HasCut || (await IsSettledAsync(from, to) && (await Traces.FindAsync(Swarm)).Count == 0));
            proxy.Disarm();
            if (!proxy.HasCut)
            {
                Say($"{write - 1} writes cut, each once");
                Assert.True(write > 8, $"only {write - 1} writes were cut");
                return;
            }

            acting = await StartAsync(proxy); // the next one, which is the next victim
            await SettledAsync(from, to);
            Watcher.AssertNeverTwice("bound");
            Assert.Equal(spec, await Swarm.SpecAsync("bound"));
            (from, to) = (to, from);
        }
    }

    // The anchor moves to and fro here, which must not count as flapping.
    private async Task<OrcastraProcess> StartAsync(CuttingProxy proxy)
    {
        var process = Launch(File, proxy.Socket, ("ORCASTRA_DWELL", "0"));
        await ActsAsync(process);
        return process;
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
