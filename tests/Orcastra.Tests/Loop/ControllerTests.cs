using Orcastra.Core.Policies;

namespace Orcastra.Tests.Loop;

public sealed class ControllerTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task Two_watchers_that_break_at_once_do_not_make_it_leave_with_a_gate_standing()
    {
        _rehearsal.ShutGate();
        var run = _rehearsal.Run(false, _rehearsal.BreaksAfter(3), _rehearsal.BreaksAfter(3), _rehearsal.BreaksAfter(4));

        _rehearsal.Pass(8);
        Assert.False(run.IsCompleted, _rehearsal.Story);
        _rehearsal.Swarm.Tasks[0]["Status"]!["State"] = "shutdown";
        _rehearsal.Pass(2);

        Assert.True(run.IsCompleted, _rehearsal.Story);
        Assert.False(await run);
        Assert.DoesNotContain("orcastra", _rehearsal.Swarm.Services[0]["Spec"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_order_to_leave_is_the_first_also_after_a_watcher_broke()
    {
        _rehearsal.ShutGate();
        var run = _rehearsal.Run(false, _rehearsal.BreaksAfter(1));
        _rehearsal.Pass(3);

        _rehearsal.Leave();
        _rehearsal.Pass(1);
        Assert.False(run.IsCompleted, _rehearsal.Story);

        _rehearsal.Leave();
        _rehearsal.Pass(0.1);
        Assert.False(await run);
    }

    [Fact]
    public async Task A_loop_that_breaks_lets_go_of_the_lease()
    {
        var run = _rehearsal.Run();
        _rehearsal.Pass(1);
        Assert.Contains("holder", Lease(), StringComparison.Ordinal);

        _rehearsal.Policy = () => throw new InvalidOperationException("nobody thought of this");
        _rehearsal.Wake.Up("test");
        _rehearsal.Pass(1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
        Assert.DoesNotContain("holder", Lease(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lease_is_asked_before_each_write()
    {
        var swarm = _rehearsal.Swarm;
        _rehearsal.Policy = () => new() { HasNodes = true, Nodes = [Zone("node-a"), Zone("node-b")] };
        swarm.OnRequest = (request, _) =>
        {
            if (request.StartsWith("POST /nodes/", StringComparison.Ordinal))
            {
                _rehearsal.Config("orcastra-lease")["Spec"]!["Labels"]!["holder"] = "id-node-a/elsewhere/9";
            }

            return null;
        };

        _rehearsal.Run();
        _rehearsal.Pass(5);

        Assert.Single(swarm.Writes, write => write.StartsWith("POST /nodes/", StringComparison.Ordinal));
        Assert.Contains("another instance has taken over", _rehearsal.Story, StringComparison.Ordinal);
    }

    private static NodePolicy Zone(string host) => new(host, "", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("zone", "a"), "nodes.yml:1:1");

    private string Lease() => _rehearsal.Config("orcastra-lease").ToJsonString();
}
