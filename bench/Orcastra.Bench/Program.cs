using Orcastra.Bench;

return args switch
{
    ["follow"] => await FollowBench.RunAsync(pairs: 15),
    ["follow", var pairs] when int.TryParse(pairs, out var count) && count > 0 => await FollowBench.RunAsync(count),
    ["rest"] => await RestBench.RunAsync(seconds: 60),
    ["rest", var seconds] when int.TryParse(seconds, out var length) && length > 0 => await RestBench.RunAsync(length),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench/follow [PAIRS] | bench/rest [SECONDS]");
    return 2;
}
