namespace Orcastra.LabTests.Journeys;

/// <summary>A group is asked for on a node.</summary>
[Collection(SecondLabTests.Name)]
public sealed class RelocationTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: [web]";

    [Fact]
    public async Task A_group_comes_to_the_node_that_is_named_and_nothing_holds_it_there()
    {
        await BeginAsync(Draft.Of("web").BoundTo("db").Update("Monitor", 1_000_000_000));

        var (code, said) = await SendAsync($"move_service:web={C}", 90);

        Assert.True(code == 0, said);
        Assert.Contains($"done: db and what follows it (web) run on {C}; nothing holds it there", said, StringComparison.Ordinal);
        await RunsOnAsync(C, 1, "db", "web");
        await PeaceAsync();
        Watcher.AssertNeverTwice("db");
        Watcher.AssertNeverTwice("web");
        Assert.Equal([C.Name], await LabelledAsync());
        Assert.DoesNotContain("node.hostname", await Swarm.SpecAsync("db"), StringComparison.Ordinal);
        Say(said);
    }

    [Fact]
    public async Task What_is_refused_is_said_whole_and_changes_nothing()
    {
        await BeginAsync(Draft.Of("web").Volume("uploads").Update("Monitor", 1_000_000_000));
        await Swarm.EditNodeAsync(C, spec => spec["Availability"] = "pause");
        var (db, web) = (await SeenAsync("db"), await SeenAsync("web"));

        var (code, said) = await SendAsync($"move_service:db={C}", 30);

        Assert.Equal(1, code);
        Assert.Contains($"refused: db is not moved to {C}: {C} takes no tasks: its availability is pause", said, StringComparison.Ordinal);
        Assert.Contains("; web: its data in the volume uploads exists only on the node where it is", said, StringComparison.Ordinal);
        await Eventually.StaysAsync("both as they were", 2, async () => (await SeenAsync("db"), await SeenAsync("web")) == (db, web) ? null : "changed");
        Assert.Equal([B.Name], await LabelledAsync());
        await PeaceAsync();
        Say(said);
    }

    private async Task BeginAsync(Draft web)
    {
        await CreateAtAsync(B, Draft.Of("db").Update("Monitor", 1_000_000_000));
        await Swarm.SetLabelAsync(B, "db");
        await CreateAtAsync(B, web);
        await StartOrcastraAsync(File);
        await MemoryHoldsAsync("dwell.");
        await PeaceAsync();
    }

    private async Task<(ulong Version, string Spec, string Up)> SeenAsync(string name) =>
        ((await Swarm.ServiceAsync(name))["Version"]!["Index"]!.GetValue<ulong>(), await Swarm.SpecAsync(name), await Swarm.UpAsync(name));

    private async Task<List<string>> LabelledAsync()
    {
        var labelled = new List<string>();
        foreach (var node in new[] { A, B, C })
        {
            if ((await Swarm.LabelsOfAsync(node)).Any(label => label.StartsWith("db", StringComparison.Ordinal)))
            {
                labelled.Add(node.Name);
            }
        }

        return labelled;
    }
}
