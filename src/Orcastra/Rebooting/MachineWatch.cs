using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Loop;

namespace Orcastra.Rebooting;

/// <summary>
/// Asks machines beside the loop, which must not wait for one that is away: those that are being rebooted, and within the
/// maintenance window all, now and then. At rest nobody is asked.
/// </summary>
/// <param name="machines">The machines.</param>
/// <param name="isWindowOpen">True within the maintenance window.</param>
/// <param name="wake">Wakes the loop.</param>
/// <param name="time">The clock.</param>
internal sealed class MachineWatch(IMachines machines, Func<DateTimeOffset, bool> isWindowOpen, Wake wake, TimeProvider time)
{
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NowAndThen = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MachineSighting> _sightings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _asking = new(StringComparer.Ordinal);

    /// <summary>What is known now; asks anew whoever has not been asked for a while.</summary>
    public MachineView Look(ClusterSnapshot snapshot, Policy policy, Memory memory, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var isOpen = policy.AutoReboot && isWindowOpen(now);
        var underWay = memory.Reboots.Values.Where(reboot => !reboot.IsOver).Select(reboot => reboot.NodeId).ToHashSet(StringComparer.Ordinal);
        var wanted = snapshot.Nodes.Values.Where(node => underWay.Contains(node.Id) || (isOpen && node.State == NodeState.Ready)).ToList();
        foreach (var node in wanted.Where(node => IsDue(node, underWay.Contains(node.Id) ? UnderWay : NowAndThen, now)))
        {
            _ = AskAsync(node, stop);
        }

        lock (_gate)
        {
            foreach (var id in _sightings.Keys.Where(id => wanted.All(node => node.Id != id)).ToList())
            {
                _sightings.Remove(id);
            }

            return _sightings.Count == 0 && !isOpen ? MachineView.None : new(_sightings.ToImmutableDictionary(StringComparer.Ordinal), isOpen);
        }
    }

    private bool IsDue(Node node, TimeSpan interval, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_asking.ContainsKey(node.Id) || (_sightings.TryGetValue(node.Id, out var known) && now - known.At < interval))
            {
                return false;
            }

            _asking[node.Id] = now;
            return true;
        }
    }

    private async Task AskAsync(Node node, CancellationToken stop)
    {
        MachineSighting? sighting = null;
        try
        {
            sighting = await machines.LookAsync(node, stop);
        }
        catch (OperationCanceledException)
        {
            // nobody wants to know any more
        }
        finally
        {
            lock (_gate)
            {
                var askedAt = _asking[node.Id];
                _asking.Remove(node.Id);
                if (sighting is not null)
                {
                    _sightings[node.Id] = sighting with { At = askedAt };
                }
            }
        }

        wake.Up("a machine has answered");
    }
}
