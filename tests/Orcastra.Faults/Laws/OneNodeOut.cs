using Orcastra.Core.Remembering;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>At most one node is out by our doing: paused, drained on its way into a reboot, or rebooting.</summary>
internal sealed class OneNodeOut : Law
{
    private readonly HashSet<string> _out = new(StringComparer.Ordinal);

    public override string Sentence => "At most one node is out by our doing: paused, drained on its way into a reboot, or rebooting.";

    public override void OnNode(NodeWritten written)
    {
        if (written.Before.Availability == written.After.Availability)
        {
            return;
        }

        _out.Remove(written.Node.Id);
        if (written is { Author: Author.Us, After.Availability: not Availability.Active })
        {
            Takes(written.Node.Id);
        }
    }

    public override void OnReboot(SimulatedNode machine) => Takes(machine.NodeId);

    // A node that was to be drained, and is, is where its owner wants it.
    private bool IsAsWished(string id) =>
        Watch.Memory.Drains.GetValueOrDefault(id) is { State: DrainState.Drained } && Watch.Memory.Reboots.GetValueOrDefault(id) is not { IsOver: false };

    private void Takes(string id)
    {
        _out.RemoveWhere(other => !Stage.Store.Nodes.TryGetValue(other, out var node) || node.Spec.Availability == Availability.Active || IsAsWished(other));
        _out.Add(id);
        if (_out.Count > 1)
        {
            Break($"{string.Join(" and ", _out.Select(Watch.NameOf).Order(StringComparer.Ordinal))} are out at the same time");
        }
    }
}
