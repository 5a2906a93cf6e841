using Orcastra.Loop;
using Orcastra.Simulating;
using Orcastra.Tests.Cli;

namespace Orcastra.Tests.Loop;

public sealed class TaskWatchTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskWatch _watch;

    public TaskWatchTests()
    {
        _rehearsal.Swarm.Tasks.Add(SwarmJson.Task("db", "node-a"));
        _watch = new(_rehearsal.Docker, _rehearsal.Wake, _rehearsal.Time, _rehearsal.Log);
        WithoutContext.Do(() => _ = _watch.RunAsync(_stop.Token));
        _rehearsal.Pass(1);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _rehearsal.Dispose();
    }

    [Fact]
    public void At_rest_it_looks_twice_a_second_and_ten_times_while_something_moves()
    {
        Assert.InRange(LooksIn(10), 19, 21);
        _watch.IsMoving = true;
        Assert.InRange(LooksIn(10), 95, 101);
    }

    [Fact]
    public void What_has_not_stirred_for_minutes_is_looked_at_less_and_less_down_to_the_pace_of_rest()
    {
        _watch.IsMoving = true;
        _rehearsal.Pass(100);
        Assert.InRange(LooksIn(10), 95, 101);
        _rehearsal.Pass(200);
        Assert.InRange(LooksIn(10), 30, 60);
        _rehearsal.Pass(300);
        _watch.IsMoving = true; // as each pass says again
        Assert.InRange(LooksIn(10), 19, 21);
        _rehearsal.Pass(100_000);
        Assert.InRange(LooksIn(10), 19, 21);
    }

    [Fact]
    public void Once_it_stirs_it_is_watched_closely_again()
    {
        _watch.IsMoving = true;
        _rehearsal.Pass(3600);

        _rehearsal.Swarm.Tasks[0]["Status"]!["State"] = "shutdown";
        _rehearsal.Pass(1);
        Assert.InRange(LooksIn(10), 95, 101);

        _watch.IsMoving = false;
        _rehearsal.Pass(3600);
        _watch.IsMoving = true;
        _rehearsal.Pass(1);
        Assert.InRange(LooksIn(10), 95, 101);
    }

    private long LooksIn(double seconds)
    {
        var before = _rehearsal.Docker.Requests;
        _rehearsal.Pass(seconds);
        return _rehearsal.Docker.Requests - before;
    }
}
