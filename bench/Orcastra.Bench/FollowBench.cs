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
        await LabelAsync(lab, "node1", "node3");
        foreach (var name in Dependents)
        {
            await lab.CreateAsync($"bench_{name}", "--constraint", "node.labels.db==true");
        }

        await SettleAsync(lab, "node1");
        var (own, hand, place) = (new List<double>(), new List<double>(), "node1");
        for (var pair = 0; pair < pairs; pair++)
        {
            place = Other(place);
            var program = lab.StartOrcastra("db: [one, two, three]\n");
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
            own.Add(await MoveAsync(lab, place, byHand: false));
            await ByHand.SettleTracesAsync(lab);
            await BenchLab.EndAsync(program);
            place = Other(place);
            hand.Add(await MoveAsync(lab, place, byHand: true));
            Console.WriteLine($"pair {pair + 1}: orcastra {own[^1]:0.00} s, by hand {hand[^1]:0.00} s");
        }

        Console.WriteLine($"median of {pairs}: orcastra {Median(own):0.00} s, by hand {Median(hand):0.00} s, ratio {Median(own) / Median(hand):0.00}");
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
        while (true)
        {
            var look = await Look.TakeAsync(lab);
            var anchor = look.RunningOn("bench_db", place);
            var followers = Dependents.Select(name => look.RunningOn($"bench_{name}", place)).ToList();
            if (anchor is not null && followers.All(task => task is not null))
            {
                return (followers.Max(task => task!.StatusAt) - anchor.StatusAt).TotalSeconds;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static Task LabelAsync(BenchLab lab, string on, string off) => Task.WhenAll(
        lab.DockerAsync("node", "update", "--label-add", "db=true", on),
        lab.DockerAsync("node", "update", "--label-rm", "nothing", off).ContinueWith(_ => { }, TaskScheduler.Default));

    private static string Other(string place) => place == "node1" ? "node2" : "node1";

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
