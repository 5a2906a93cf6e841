using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>
/// Turns names into services: what the files declare first, then what services declare by the label
/// <c>orcastra.anchor</c>. Where both speak the file wins and the plan says so.
/// </summary>
public static class GroupResolver
{
    /// <summary>Finds the groups; what cannot be one is refused for that service alone.</summary>
    public static ImmutableArray<Group> Resolve(PlanningContext context, PlanDraft draft)
    {
        var groups = new GroupList();
        foreach (var policy in context.Policy.Anchors)
        {
            if (FromFile(context, draft, policy, groups) is { } group)
            {
                groups.Add(group);
            }
        }

        if (context.Policy.HeedsServiceLabels)
        {
            LabelledDependents.AddTo(groups, context, draft);
        }

        return groups.All;
    }

    /// <summary>The service a plain name of an anchor's entry means: in its stack, else by its full name.</summary>
    public static Service? Find(ClusterSnapshot snapshot, AnchorPolicy policy, string plain) =>
        snapshot.ServiceNamed(policy.FullName(plain)) ?? snapshot.ServiceNamed(plain);

    /// <summary>False, with a refusal, for a service that runs to an end: it has no place to keep.</summary>
    public static bool MayTakePart(PlanDraft draft, Service service)
    {
        if (service.Spec.IsJob)
        {
            draft.Refuse(Runner.LabelSync, service.Name, "is a job: it runs to its end where Swarm started it and is neither an anchor nor a dependent");
        }

        return !service.Spec.IsJob;
    }

    private static Group? FromFile(PlanningContext context, PlanDraft draft, AnchorPolicy policy, GroupList earlier)
    {
        var anchor = Named(context, draft, policy, policy.Name);
        var dependents = policy.Dependents
            .Select(name => Named(context, draft, policy, name))
            .OfType<Service>()
            .DistinctBy(service => service.Id)
            .Where(service => anchor is null || IsFree(draft, policy, earlier, anchor, service))
            .Select(service => LabelledDependents.WithOwnWishes(service, policy))
            .ToImmutableArray();
        return anchor is null ? null : new(policy, anchor, dependents);
    }

    // The same service by two names (plain and full) escapes the check of the files, which knows names only.
    private static bool IsFree(PlanDraft draft, AnchorPolicy policy, GroupList earlier, Service anchor, Service service)
    {
        var other = earlier.Of(service);
        if (other is not null)
        {
            draft.Refuse(Runner.LabelSync, service.Name, $"does not follow {policy.Name} ({policy.Where}): it follows {other.Name} already ({other.Policy.Where})");
            return false;
        }

        if (earlier.Follows(anchor, service))
        {
            draft.Refuse(Runner.LabelSync, service.Name, $"does not follow {policy.Name} ({policy.Where}): {anchor.Name} follows it already, which would close a circle");
            return false;
        }

        return true;
    }

    private static Service? Named(PlanningContext context, PlanDraft draft, AnchorPolicy policy, string name)
    {
        if (Find(context.Snapshot, policy, name) is { } service)
        {
            return MayTakePart(draft, service) ? service : null;
        }

        draft.Refuse(Runner.LabelSync, policy.FullName(name), $"no such service (named at {policy.WhereIs(name)}); deploy it, or correct the name or its stack");
        return null;
    }
}
