using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>No manager is rebooted unless those that are left are a majority.</summary>
internal sealed class QuorumKept : Law
{
    // What has only just gone wrong the managers cannot know yet.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(20);

    private readonly Dictionary<int, DateTimeOffset> _faults = [];

    public override string Sentence => "No manager is rebooted unless those that are left are a majority.";

    public override void OnFault(int node) => _faults[node] = Stage.Now;

    public override void OnReboot(SimulatedNode machine)
    {
        var managers = Stage.Store.Nodes.Values.Where(node => node.IsManager).Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        var left = Stage.Swarm.Nodes.Count(other => other != machine && managers.Contains(other.NodeId) && IsThere(other));
        if (managers.Contains(machine.NodeId) && left * 2 <= managers.Count)
        {
            Break($"{machine.Name} is rebooted while {left} of {managers.Count} managers are left");
        }
    }

    private bool IsThere(SimulatedNode node) => node is { IsOn: true, IsEngineUp: true, IsCut: false }
        || (_faults.TryGetValue(node.Number, out var at) && Stage.Now - at < Unnoticed);
}
