namespace Orcastra.LabTests.Journeys;

public sealed class PowerCutTests(Lab lab) : LabTest(lab)
{
    [Fact]
    [Trait("Journey", "Essential")]
    public async Task After_a_power_cut_of_the_anchors_node_its_dependents_run_beside_it_and_the_nodes_return_restarts_nothing()
    {
        await CreateAsync(Draft.Of("db").Constrained($"node.hostname != {A}"));
        var (home, refuge) = (await Swarm.TasksAsync("db"))[0].NodeId == B.Id ? (B, C) : (C, B);
        await Swarm.SetLabelAsync(home, "db");
        await CreateAsync(Draft.Of("bound").BoundTo("db"));
        await CreateAtAsync(home, Draft.Of("free"));
        await StartOrcastraAsync("db: [bound, free]");

        var cut = Watcher.Note($"power cut of {home}");
        await Lab.PowerCutAsync(home);

        await RunsOnAsync(refuge, 60, "db", "bound", "free");
        await PeaceAsync();
        var anchor = Watcher.FirstUp("db", refuge, cut)!.Value;
        var after = (Bound: Watcher.FirstUp("bound", refuge, cut) - anchor, Free: Watcher.FirstUp("free", refuge, cut) - anchor);
        Say(FormattableString.Invariant($"anchor elsewhere {anchor - cut:0.0} s after the cut; after it: bound {after.Bound:0.00} s, free {after.Free:0.00} s"));

        var tasks = await TasksAsync();
        Watcher.Note($"{home} starts again");
        await Lab.StartAsync(home);
        await Eventually.TrueAsync($"{home} to be ready", 60, async () => await Swarm.StateOfAsync(home) == "ready");
        await Eventually.TrueAsync("the label to be at one place", 20, async () => (await Swarm.LabelsOfAsync(home)).Count == 0);
        await Eventually.StaysAsync("all tasks", 4, async () => await TasksAsync() == tasks ? null : "a new one");
        Watcher.AssertNeverTwice("bound", "free");
    }

    [Fact]
    public async Task When_the_leaders_node_dies_with_the_acting_instance_on_it_a_standby_brings_the_dependents_to_the_anchor()
    {
        await CreateAtAsync(A, Draft.Of("db"));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound").BoundTo("db"));
        await CreateAtAsync(A, Draft.Of("free"));
        var acting = await StartOrcastraAsync("db: [bound, free]");
        var standbys = new[] { Launch("db: [bound, free]", B.Socket), Launch("db: [bound, free]", C.Socket) };
        foreach (var standby in standbys)
        {
            await standby.SaysAsync("stands by");
        }

        var cut = Watcher.Note($"power cut of {A}, the leader, and of the instance there");
        acting.Kill();
        await Lab.PowerCutAsync(A);

        LabNode? refuge = null;
        await Eventually.BecomesAsync("the anchor to run elsewhere", 120, () =>
        {
            refuge = new[] { B, C }.FirstOrDefault(node => Watcher.FirstUp("db", node, cut) is not null);
            return Task.FromResult(refuge is null ? "it does not" : null);
        });
        await Eventually.BecomesAsync("the dependents to run beside it", 40, () => Task.FromResult(
            Watcher.FirstUp("bound", refuge!, cut) is null ? "bound does not" : Watcher.FirstUp("free", refuge!, cut) is null ? "free does not" : null));
        await Traces.AreGoneAsync(refuge!.Swarm, 40);
        Watcher.AssertNeverTwice("bound", "free");
        var anchor = Watcher.FirstUp("db", refuge, cut)!.Value;
        Say(FormattableString.Invariant($"anchor elsewhere {anchor - cut:0.0} s after the cut; after it: bound {Watcher.FirstUp("bound", refuge, cut) - anchor:0.00} s, free {Watcher.FirstUp("free", refuge, cut) - anchor:0.00} s"));
    }

    private async Task<string> TasksAsync() => $"{await Swarm.UpAsync("db")}; {await Swarm.UpAsync("bound")}; {await Swarm.UpAsync("free")}";
}
