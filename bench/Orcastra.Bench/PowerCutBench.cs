using Orcastra.Core.Swarm;

namespace Orcastra.Bench;

/// <summary>
/// How long after a power cut of the anchor's node, once the anchor runs elsewhere, a dependent bound to its label and an
/// unbound one take to run beside it: Orcastra against the same done by hand through the API the moment the anchor runs.
/// They alternate in one run, so that the machine's mood hits both.
/// </summary>
internal static class PowerCutBench
{
    private const double Limit = 1.5;
    private const string Elsewhere = "node.hostname!=node1";
    private const string Beside = "node.labels.db==true";

    private static readonly string[] Group = ["bench_db", "bench_bound", "bench_unbound"];

    /// <summary>Runs the rounds and prints medians, their ratios and the limit.</summary>
    public static async Task<int> RunAsync(int rounds)
    {
        await using var lab = await BenchLab.StartAsync();
        var home = await PrepareAsync(lab);
        var (bound, unbound) = (new Comparison(), new Comparison());
        for (var round = 1; round <= rounds; round++)
        {
            var own = await CutBesideOrcastraAsync(lab, home);
            var hand = await CutAsync(lab, Other(home), byHand: true);
            bound.Add(own.Bound, hand.Bound);
            unbound.Add(own.Unbound, hand.Unbound);
            Console.WriteLine($"round {round}: bound: {bound.Last}; unbound: {unbound.Last}");
        }

        Console.WriteLine($"bound, {bound.Medians}");
        Console.WriteLine($"unbound, {unbound.Medians}");
        Console.WriteLine($"limit: bound within {Limit} s of the anchor running; orcastra's slowest round: {bound.Slowest:0.00} s");
        return 0;
    }

    // All that died with the node has two places to go. The load on the other two makes it node1 wherever Swarm may choose,
    // so that the unbound dependent has a way to go in every round.
    private static async Task<int> PrepareAsync(BenchLab lab)
    {
        await lab.CreateAsync("bench_load", "--mode", "global", "--constraint", Elsewhere);
        await lab.CreateAsync("bench_db", "--constraint", Elsewhere);
        var look = await Look.UntilAsync(lab, "the anchor to run", look => Home(look) is not null);
        var home = Home(look)!.Value;
        await ByHand.LabelAsync(lab, $"node{home}", new() { ["db"] = "true" }, []);
        await lab.CreateAsync("bench_bound", "--constraint", Beside);
        await lab.CreateAsync("bench_unbound", "--constraint", Beside);
        await RunOnAsync(lab, $"node{home}");
        await lab.DockerAsync("service", "update", "-q", "-d", "--constraint-rm", Beside, "bench_unbound");
        return home;
    }

    private static async Task<(double Bound, double Unbound)> CutBesideOrcastraAsync(BenchLab lab, int home)
    {
        var program = lab.StartOrcastra("db: [bound, unbound]\n");
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
            var times = await CutAsync(lab, home, byHand: false);
            await ByHand.SettleTracesAsync(lab);
            return times;
        }
        finally
        {
            await BenchLab.EndAsync(program);
        }
    }

    private static async Task<(double Bound, double Unbound)> CutAsync(BenchLab lab, int home, bool byHand)
    {
        var (from, to) = ($"node{home}", $"node{Other(home)}");
        await lab.PowerCutAsync(home);
        if (byHand)
        {
            await ByHand.FollowPowerCutAsync(lab, "bound", "unbound", to, from);
        }

        var look = await RunOnAsync(lab, to);
        await lab.PowerOnAsync(home);
        await Look.UntilAsync(lab, $"{from} to be back and at rest", look =>
            look.Node(from).State == NodeState.Ready && !look.Node(from).Labels.ContainsKey("db") && !look.Tasks.Any(task => task.IsStopping));
        return (look.SecondsAfter("bench_db", "bench_bound", to), look.SecondsAfter("bench_db", "bench_unbound", to));
    }

    private static Task<Look> RunOnAsync(BenchLab lab, string place) =>
        Look.UntilAsync(lab, $"everything to run on {place}", look => Group.All(name => look.RunningOn(name, place) is not null));

    private static int? Home(Look look) => new int?[] { 2, 3 }.FirstOrDefault(node => look.RunningOn("bench_db", $"node{node}") is not null);

    private static int Other(int node) => node == 2 ? 3 : 2;
}
