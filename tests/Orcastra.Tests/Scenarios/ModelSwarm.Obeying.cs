using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Scenarios;

/// <summary>Carries out planned actions as the Engine API would: each is compared with the version it was planned from.</summary>
internal sealed partial class ModelSwarm
{
    // All labels of a node that one pass changes go in one write, compared with one version.
    private readonly Dictionary<string, ulong> _labelledFrom = [];

    /// <summary>False if the version had moved on: the action is dropped.</summary>
    public bool Obey(PlannedAction action) => action.Match(
        set => ChangeLabel(set.Node.Id, set.Node.Version, set.Key, set.Value),
        remove => ChangeLabel(remove.Node.Id, remove.Node.Version, remove.Key, null),
        handOff => Edit(handOff.Service.Id, handOff.Service.Version, handOff.Edits),
        restart => Edit(restart.Service.Id, restart.Service.Version, restart.Edits),
        availability => Switch(availability.Node, availability.Availability),
        _ => false,
        _ => false,
        _ => true);

    private bool Switch(Node seen, Availability availability)
    {
        if (!Nodes.TryGetValue(seen.Id, out var node) || (node.Version != seen.Version && _labelledFrom.GetValueOrDefault(seen.Id) != seen.Version))
        {
            return false;
        }

        _labelledFrom[seen.Id] = seen.Version;
        Change(node.Id["id-".Length..], known => known with { Availability = availability });
        return true;
    }

    private bool ChangeLabel(string nodeId, ulong version, string key, string? value)
    {
        if (!Nodes.TryGetValue(nodeId, out var node) || (node.Version != version && _labelledFrom.GetValueOrDefault(nodeId) != version))
        {
            return false;
        }

        _labelledFrom[nodeId] = version;
        Label(node.Id["id-".Length..], key, value);
        return true;
    }

    private bool Edit(string serviceId, ulong version, ImmutableArray<SpecEdit> edits)
    {
        if (!Services.TryGetValue(serviceId, out var service) || service.Version != version)
        {
            return false;
        }

        var spec = service.Spec;
        foreach (var edit in edits)
        {
            spec = edit.Match(
                add => spec.Constraints.Contains(add.Text) ? spec : spec with { Constraints = spec.Constraints.Add(add.Text) },
                remove => spec with { Constraints = spec.Constraints.RemoveAll(text => text.StartsWith(remove.Prefix, StringComparison.Ordinal)) },
                label => spec with { Labels = spec.Labels.SetItem(label.Key, label.Value) },
                unlabel => spec with { Labels = spec.Labels.Remove(unlabel.Key) },
                force => spec with { ForceUpdate = force.Counter });
        }

        Write(service, service.Current with { Spec = spec }, byUser: false);
        return true;
    }
}
