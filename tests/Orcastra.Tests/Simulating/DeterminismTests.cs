namespace Orcastra.Tests.Simulating;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_gives_the_same_run_to_the_last_request()
    {
        var (first, second) = (Trace.Of(7), Trace.Of(7));

        Assert.Equal(first, second);
        Assert.Contains("hand-off app_web", first, StringComparison.Ordinal);
        Assert.Contains("node2 Information loop: acts", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_gives_another_run() => Assert.NotEqual(Trace.Of(7), Trace.Of(8));

    [Fact]
    public async Task Runs_in_two_threads_at_once_do_not_meet()
    {
        var alone = Trace.Of(11);
        var together = await Task.WhenAll(OnItsOwnThread(11), OnItsOwnThread(11));
        Assert.All(together, trace => Assert.Equal(alone, trace));
    }

    private static Task<string> OnItsOwnThread(ulong seed)
    {
        var done = new TaskCompletionSource<string>();
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(Trace.Of(seed));
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        thread.Start();
        return done.Task;
    }
}
