using Orcastra.Core.Remembering;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Once nothing is drained or rebooted any more every node has the availability that its owner gave it last.</summary>
internal sealed class AvailabilityRestored : Law
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, Availability> _wishes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    public override string Sentence => "Once nothing is drained or rebooted any more every node has the availability that its owner gave it last.";

    public override void OnNode(NodeWritten written)
    {
        if (written.Before.Availability != written.After.Availability && written.Author != Author.Us)
        {
            _wishes[written.Node.Id] = written.After.Availability;
        }
    }

    public override void OnTick()
    {
        foreach (var node in Stage.Store.Nodes.Values)
        {
            if (!Stage.IsCalm || IsUnderWay() || IsDrained(node) || node.Spec.Availability == _wishes.GetValueOrDefault(node.Id, Availability.Active))
            {
                _since.Remove(node.Id);
            }
            else if (Stage.Now - (_since.TryGetValue(node.Id, out var since) ? since : _since[node.Id] = Stage.Now) > Patience)
            {
                Break($"{node.Description.Hostname} is {node.Spec.Availability}, and its owner wants it {_wishes.GetValueOrDefault(node.Id, Availability.Active)}");
            }
        }
    }

    private bool IsUnderWay() => Watch.Memory.Drains.Values.Any(drain => !drain.IsOver) || Watch.Memory.Reboots.Values.Any(reboot => !reboot.IsOver);

    private bool IsDrained(NodeRecord node) => Watch.Memory.Drains.GetValueOrDefault(node.Id) is { State: DrainState.Drained } drain
        && (Watch.Memory.Reboots.GetValueOrDefault(node.Id) is not { } reboot || reboot.BegunAt < drain.BegunAt.AddSeconds(-30));
}
