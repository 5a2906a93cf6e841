using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Loop;
using Orcastra.Rebooting;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Rebooting;

/// <summary>Who is asked, and how often: at rest nobody.</summary>
public sealed class MachineWatchTests : IMachines
{
    private readonly FakeTimeProvider _time = new(Given.Noon);
    private readonly List<string> _asked = [];
    private bool _isOpen;

    [Fact]
    public void At_rest_nobody_is_asked()
    {
        Assert.Same(MachineView.None, Look(Memory.Empty));
        Assert.Same(MachineView.None, Look(Memory.Empty, auto: true));
        Assert.Empty(_asked);
    }

    [Fact]
    public void A_node_that_is_rebooted_is_asked_every_two_seconds_and_forgotten_afterwards()
    {
        var memory = NodeToReboot.Swarm().Remembering(NodeToReboot.At(RebootStage.Sent)).Memory;
        Assert.Equal("id-a", Assert.Single(Look(memory).Sightings).Value.BootId);
        _time.Advance(TimeSpan.FromSeconds(1));
        _ = Look(memory);
        _time.Advance(TimeSpan.FromSeconds(1));
        _ = Look(memory);
        Assert.Equal(["id-a", "id-a"], _asked);
        Assert.Same(MachineView.None, Look(Memory.Empty));
    }

    [Fact]
    public void Within_the_window_all_are_asked_once_a_minute()
    {
        _isOpen = true;
        Assert.Empty(Look(Memory.Empty).Sightings);
        Assert.True(Look(Memory.Empty, auto: true).IsWindowOpen);
        _time.Advance(TimeSpan.FromSeconds(59));
        _ = Look(Memory.Empty, auto: true);
        Assert.Equal(["id-a", "id-b", "id-c"], _asked.Order(StringComparer.Ordinal));
        _time.Advance(TimeSpan.FromSeconds(1));
        _ = Look(Memory.Empty, auto: true);
        Assert.Equal(6, _asked.Count);
    }

    Task<MachineSighting> IMachines.LookAsync(Node node, CancellationToken stop)
    {
        _asked.Add(node.Id);
        return Task.FromResult(new MachineSighting(_time.GetUtcNow(), node.Id, false, ""));
    }

    Task<string?> IMachines.RebootAsync(Node node, CancellationToken stop) => throw new NotSupportedException();

    private MachineWatch? _watch;

    private MachineView Look(Memory memory, bool auto = false) =>
        (_watch ??= new(this, _ => _isOpen, new Wake(), _time)).Look(NodeToReboot.Swarm().Snapshot, new Policy { AutoReboot = auto }, memory, TestContext.Current.CancellationToken);
}
