using Orcastra.Simulator;

namespace Orcastra.Tests.Simulator;

public sealed class TimelineTests
{
    [Fact]
    public void Nothing_that_happens_sees_the_synchronization_context_of_who_lets_time_go_on()
    {
        var timeline = new Timeline();
        var (before, mine) = (SynchronizationContext.Current, new SynchronizationContext());
        SynchronizationContext? seen = mine;
        timeline.After(TimeSpan.FromSeconds(1), () => seen = SynchronizationContext.Current);

        SynchronizationContext.SetSynchronizationContext(mine);
        timeline.Step();
        var after = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(before);

        Assert.Null(seen);
        Assert.Same(mine, after);
    }

    [Fact]
    public void What_ends_in_another_thread_is_a_stray()
    {
        var timeline = new Timeline();
        timeline.After(TimeSpan.Zero, timeline.Witness);
        timeline.Step();
        Assert.Equal(0, timeline.Strays);

        var other = new Thread(timeline.Witness);
        other.Start();
        other.Join();
        Assert.Equal(1, timeline.Strays);
    }

    [Fact]
    public void Machines_may_have_names_and_memory_of_their_own()
    {
        using var simulation = new Simulation(new() { Hostname = number => $"db{number}", MemoryOf = number => (long)number << 30 });

        var nodes = simulation.Get("/nodes").AsArray().Select(node => node!["Description"]!).ToDictionary(
            node => node["Hostname"]!.GetValue<string>(), node => node["Resources"]!["MemoryBytes"]!.GetValue<long>() >> 30);

        Assert.Equal(new Dictionary<string, long> { ["db1"] = 1, ["db2"] = 2, ["db3"] = 3 }, nodes);
        Assert.Equal("db2", simulation.Get("/info", 2)["Name"]!.GetValue<string>());
    }
}
