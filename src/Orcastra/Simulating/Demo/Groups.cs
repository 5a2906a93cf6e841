using System.Collections.Immutable;

namespace Orcastra.Simulating;

/// <summary>What a service is in its group.</summary>
/// <param name="Colour">Its group's colour; empty if it has none.</param>
/// <param name="Anchor">What it follows; empty if it follows nobody.</param>
/// <param name="IsAnchor">True if others follow it.</param>
/// <param name="Order">Its place among all services.</param>
internal sealed record GroupMember(string Colour, string Anchor, bool IsAnchor, int Order);

/// <summary>Groups of services, each with a colour of its own, in which it is seen at once what belongs together.</summary>
internal sealed class Groups
{
    private static readonly ImmutableArray<string> Colours = ["\e[36m", "\e[35m", "\e[33m", "\e[32m", "\e[34m", "\e[96m", "\e[95m", "\e[93m", "\e[92m", "\e[94m"];

    private readonly Dictionary<string, GroupMember> _members = new(StringComparer.Ordinal);

    /// <summary>The groups of a scenario.</summary>
    public Groups(Scenario scenario)
    {
        var anchors = scenario.Policy.Anchors;
        var anchorOf = anchors.SelectMany(anchor => anchor.Dependents.Select(dependent => (Name: anchor.FullName(dependent), Anchor: anchor.FullName(anchor.Name))))
            .ToDictionary(pair => pair.Name, pair => pair.Anchor, StringComparer.Ordinal);
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var anchor in anchors)
        {
            var name = anchor.FullName(anchor.Name);
            var top = Top(name, anchorOf);
            colours.TryAdd(top, Colours[colours.Count % Colours.Length]);
            Add(name, colours[top], anchorOf.GetValueOrDefault(name, ""), isAnchor: true);
            foreach (var dependent in anchor.Dependents.Select(anchor.FullName))
            {
                Add(dependent, colours[top], name, isAnchor: false);
            }
        }
    }

    /// <summary>What a service is.</summary>
    public GroupMember Of(string service) => _members.GetValueOrDefault(service) ?? new("", "", false, int.MaxValue);

    private static string Top(string service, Dictionary<string, string> anchorOf)
    {
        while (anchorOf.TryGetValue(service, out var above))
        {
            service = above;
        }

        return service;
    }

    private void Add(string service, string colour, string anchor, bool isAnchor)
    {
        var known = _members.GetValueOrDefault(service);
        _members[service] = new(colour, anchor.Length > 0 ? anchor : known?.Anchor ?? "", isAnchor || known is { IsAnchor: true }, known?.Order ?? _members.Count);
    }
}
