using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>The groups while they are found. A service follows one anchor at the most.</summary>
internal sealed class GroupList
{
    private readonly List<Group> _groups = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byDependent = new(StringComparer.Ordinal);

    /// <summary>All groups found so far.</summary>
    public ImmutableArray<Group> All => [.. _groups];

    /// <summary>Adds a group.</summary>
    public void Add(Group group)
    {
        _byName.TryAdd(group.Name, _groups.Count);
        foreach (var dependent in group.Dependents)
        {
            _byDependent.TryAdd(dependent.Service.Id, _groups.Count);
        }

        _groups.Add(group);
    }

    /// <summary>Adds a dependent to the group of that name.</summary>
    public void Add(string name, Dependent dependent)
    {
        var at = _byName[name];
        _groups[at] = _groups[at] with { Dependents = _groups[at].Dependents.Add(dependent) };
        _byDependent.TryAdd(dependent.Service.Id, at);
    }

    /// <summary>The group of that name; null if there is none.</summary>
    public Group? Named(string name) => _byName.TryGetValue(name, out var at) ? _groups[at] : null;

    /// <summary>The group that a service follows the anchor of; null if it follows none.</summary>
    public Group? Of(Service service) => Of(service.Id);

    /// <summary>True if the first service is the second, or follows it, directly or through others.</summary>
    public bool Follows(Service follower, Service leader)
    {
        if (Of(follower) is null)
        {
            return follower.Id == leader.Id; // nearly all anchors follow nobody
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = follower.Id; seen.Add(current);)
        {
            if (current == leader.Id)
            {
                return true;
            }

            if (Of(current) is not { } group)
            {
                return false;
            }

            current = group.Anchor.Id;
        }

        return false;
    }

    private Group? Of(string serviceId) => _byDependent.TryGetValue(serviceId, out var at) ? _groups[at] : null;
}
