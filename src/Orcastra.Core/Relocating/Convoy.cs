using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Relocating;

/// <summary>A service that has to come along.</summary>
/// <param name="Group">The group whose anchor it follows.</param>
/// <param name="Dependent">The service.</param>
internal sealed record Follower(Group Group, Dependent Dependent)
{
    /// <summary>The service.</summary>
    public Service Service => Dependent.Service;
}

/// <summary>What moves whole: a service that follows nobody, and all that follow it, directly or through others.</summary>
/// <param name="Head">The service that is moved.</param>
/// <param name="Leads">The group whose anchor it is; null if none.</param>
/// <param name="Followers">Those that follow by themselves, the nearest first.</param>
internal sealed record Convoy(Service Head, Group? Leads, ImmutableArray<Follower> Followers)
{
    /// <summary>What is moved together: the group's name; empty for a service of no group.</summary>
    public string GroupName => Leads?.Name ?? "";

    /// <summary>All that has to move if the service is to.</summary>
    public static Convoy Of(ImmutableArray<Group> groups, Service service)
    {
        var head = service;
        while (groups.FirstOrDefault(group => group.Dependents.Any(dependent => dependent.Service.Id == head.Id)) is { } followed)
        {
            head = followed.Anchor; // no circle: those are refused when the groups are found
        }

        var followers = new List<Follower>();
        AddFollowers(groups, head, followers);
        return new(head, groups.FirstOrDefault(group => group.Anchor.Id == head.Id), [.. followers]);
    }

    private static void AddFollowers(ImmutableArray<Group> groups, Service anchor, List<Follower> followers)
    {
        var nearest = groups.Where(group => group.Anchor.Id == anchor.Id)
            .SelectMany(group => group.Dependents, (group, dependent) => new Follower(group, dependent))
            .Where(Comes)
            .ToList();
        followers.AddRange(nearest);
        nearest.ForEach(follower => AddFollowers(groups, follower.Service, followers));
    }

    // A global service stays by its anchor where its own constraint says so, and everywhere else it runs on all nodes.
    private static bool Comes(Follower follower) =>
        follower.Service.Spec.Mode != ServiceMode.Global || follower.Group.Binds(follower.Service.Spec);
}
