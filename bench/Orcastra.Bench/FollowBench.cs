namespace Orcastra.Bench;

/// <summary>
/// How long three dependents take to run beside their anchor once it runs: Orcastra against the same ordered hand-off done by
/// hand through the API the moment the anchor runs. Pairs alternate in one run, so that the machine's mood hits both.
/// </summary>
internal static class FollowBench
{
    private static readonly string[] Dependents = ["one", "two", "three"];

    /// <summary>Runs the pairs and prints medians and their ratio.</summary>
    public static async Task<int> RunAsync(int pairs)
    {
        await using var lab = await BenchLab.StartAsync();
        await lab.CreateAsync("bench_db", "--constraint", "node.hostname==node1");
        await ByHand.LabelAsync(lab, "node1", new() { ["db"] = "true" }, []);
        foreach (var name in Dependents)
        {
            await lab.CreateAsync($"bench_{name}", "--constraint", "node.labels.db==true");
        }

        await SettleAsync(lab, "node1");
        var (times, place) = (new Comparison(), "node1");
        for (var pair = 0; pair < pairs; pair++)
        {
            place = Other(place);
            var program = lab.StartOrcastra("db: [one, two, three]\n");
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
            var own = await MoveAsync(lab, place, byHand: false);
            await ByHand.SettleTracesAsync(lab);
            await BenchLab.EndAsync(program);
            place = Other(place);
            times.Add(own, await MoveAsync(lab, place, byHand: true));
            Console.WriteLine($"pair {pair + 1}: {times.Last}");
        }

        Console.WriteLine(times.Medians);
        return 0;
    }

    private static async Task<double> MoveAsync(BenchLab lab, string place, bool byHand)
    {
        await lab.DockerAsync("service", "update", "-q", "-d", "--constraint-rm", $"node.hostname=={Other(place)}", "--constraint-add", $"node.hostname=={place}", "bench_db");
        if (byHand)
        {
            await ByHand.FollowAsync(lab, Dependents, place, Other(place));
        }

        return await SettleAsync(lab, place);
    }

    // The times are the nodes' own: from the anchor's task running to the last dependent's task running.
    private static async Task<double> SettleAsync(BenchLab lab, string place)
    {
        var look = await Look.UntilAsync(lab, $"everything to run on {place}", look =>
            Dependents.Append("db").All(name => look.RunningOn($"bench_{name}", place) is not null));
        return Dependents.Max(name => look.SecondsAfter("bench_db", $"bench_{name}", place));
    }

    private static string Other(string place) => place == "node1" ? "node2" : "node1";
}
