using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

public sealed class ReproductionTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(26)]
    public void A_seed_gives_the_same_run_to_the_last_line(ulong seed)
    {
        var options = new RunOptions { Records = true };

        var (first, second) = (FaultRun.Play(Generator.Make(seed), options), FaultRun.Play(Generator.Make(seed), options));

        Assert.Contains("faults stop", first.Journal, StringComparison.Ordinal);
        Assert.Equal(first.Journal, second.Journal);
    }

    [Fact]
    public void A_run_without_its_last_write_is_the_same_up_to_it()
    {
        var scenario = Generator.Make(11);
        var whole = FaultRun.Play(scenario, new() { Records = true }).Journal;
        var muted = FaultRun.Play(scenario, new() { Records = true, MuteFrom = 5 }).Journal;

        Assert.StartsWith(muted[..muted.IndexOf("write 4 ", StringComparison.Ordinal)], whole, StringComparison.Ordinal);
        Assert.Contains("write 5 ", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("write 5 ", muted, StringComparison.Ordinal);
    }

    [Fact]
    public void What_breaks_a_law_is_shrunk_to_the_steps_that_do()
    {
        var scenario = Sabotages.Story() with { Policy = Sabotages.Story().Policy.ByLabels() };
        scenario = scenario with { Steps = [new(TimeSpan.FromSeconds(3), new RestartEngine(2)), .. scenario.Steps, new(TimeSpan.FromSeconds(30), new NextLeader())] };
        var failed = FaultRun.Play(scenario);

        var smallest = Shrinker.Shrink(failed, new());

        Assert.Equal(nameof(NeverTwice), failed.Broken);
        Assert.Equal("move: db to node2", Assert.Single(smallest.Steps).Deed.Text);
    }
}
