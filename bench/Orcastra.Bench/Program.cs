using Orcastra.Bench;
using Orcastra.Bench.Scale;

return args switch
{
    ["follow"] => await FollowBench.RunAsync(pairs: 15),
    ["follow", var pairs] when int.TryParse(pairs, out var count) && count > 0 => await FollowBench.RunAsync(count),
    ["powercut"] => await PowerCutBench.RunAsync(rounds: 5),
    ["powercut", var rounds] when int.TryParse(rounds, out var count) && count > 0 => await PowerCutBench.RunAsync(count),
    ["rest"] => await RestBench.RunAsync(seconds: 60),
    ["rest", var seconds] when int.TryParse(seconds, out var length) && length > 0 => await RestBench.RunAsync(length),
    ["scale"] => await ScaleBench.RunAsync(10, 100, 1000),
    ["scale", .. var sizes] when sizes.All(size => int.TryParse(size, out var nodes) && nodes >= 10) => await ScaleBench.RunAsync([.. sizes.Select(int.Parse)]),
    ["scale-hold", var folder, var nodes] => await Residence.HoldAsync(folder, int.Parse(nodes, System.Globalization.CultureInfo.InvariantCulture)),
    ["soak", .. var options] => SoakBench.TryParse(options) is { } soak ? soak.Run() : Usage(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench/follow [PAIRS] | bench/powercut [ROUNDS] | bench/rest [SECONDS] | bench/scale [NODES…] | bench/soak --hours H --seed S [--short]");
    return 2;
}
