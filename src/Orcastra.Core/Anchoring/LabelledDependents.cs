using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>Dependents that declare themselves in their stack file, by service labels.</summary>
public static class LabelledDependents
{
    /// <summary>Service label that names the anchor to follow.</summary>
    public const string AnchorLabel = "orcastra.anchor";

    /// <summary>Service label that asks to be bound to the anchor's label (true or false).</summary>
    public const string BindLabel = "orcastra.bind";

    /// <summary>Service label that asks to be restarted with the anchor (true or false).</summary>
    public const string RestartLabel = "orcastra.restart";

    /// <summary>Adds the dependents that no file names to the groups, or refuses them one by one.</summary>
    public static void AddTo(List<Group> groups, PlanningContext context, PlanDraft draft)
    {
        foreach (var service in context.Snapshot.Services.Values.OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            if (!service.Spec.Labels.TryGetValue(AnchorLabel, out var name) || name.Length == 0 || !GroupResolver.MayTakePart(draft, service))
            {
                continue;
            }

            if (groups.FirstOrDefault(group => group.Dependents.Any(dependent => dependent.Service.Id == service.Id)) is { } byFile)
            {
                SayThatTheFileWins(draft, service, name, byFile);
                continue;
            }

            Add(groups, context, draft, service, name);
        }
    }

    /// <summary>The dependent with what its own labels say where the policy leaves room.</summary>
    public static Dependent WithOwnWishes(Service service, AnchorPolicy policy) => new(
        service,
        Wish(service, BindLabel) ?? policy.Bind,
        Wish(service, RestartLabel) ?? policy.RestartDependents);

    private static void Add(List<Group> groups, PlanningContext context, PlanDraft draft, Service service, string name)
    {
        var policy = new AnchorPolicy(
            name,
            service.Spec.Stack,
            [],
            context.Policy.Defaults.RestartDependents,
            RetrySchedule.Default,
            context.Policy.Defaults.HandOff,
            context.Policy.Defaults.Bind,
            $"label {AnchorLabel} of {service.Name}");
        var at = groups.FindIndex(group => group.Name == name);
        var anchor = GroupResolver.Find(context.Snapshot, policy, name) ?? (at >= 0 ? groups[at].Anchor : null);
        if (Objection(groups, service, name, anchor, at) is { } objection)
        {
            draft.Refuse(Runner.LabelSync, service.Name, objection);
            return;
        }

        if (at < 0)
        {
            groups.Add(new(policy, anchor!, []));
            at = groups.Count - 1;
        }

        groups[at] = groups[at] with { Dependents = groups[at].Dependents.Add(WithOwnWishes(service, groups[at].Policy)) };
    }

    private static string? Objection(List<Group> groups, Service service, string name, Service? anchor, int at)
    {
        if (anchor is null)
        {
            return $"its label {AnchorLabel}={name} names no service: neither {name} nor {service.Spec.Stack}_{name} exists";
        }

        if (anchor.Spec.IsJob)
        {
            return $"its label {AnchorLabel}={name} names a job, which has no place to follow";
        }

        if (at >= 0 && groups[at].Anchor.Id != anchor.Id)
        {
            return $"its label {AnchorLabel}={name} means {anchor.Name}, but the node label {name} belongs to {groups[at].Anchor.Name} already; rename one of the two anchors";
        }

        return Follows(groups, anchor.Id, service.Id)
            ? $"its label {AnchorLabel}={name} closes a circle: {anchor.Name} follows {service.Name} already"
            : null;
    }

    /// <summary>True if the first service is the second, or follows it, directly or through others.</summary>
    internal static bool Follows(List<Group> groups, string follower, string leader)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = follower; seen.Add(current);)
        {
            if (current == leader)
            {
                return true;
            }

            if (groups.FirstOrDefault(group => group.Dependents.Any(dependent => dependent.Service.Id == current)) is not { } group)
            {
                return false;
            }

            current = group.Anchor.Id;
        }

        return false;
    }

    private static bool? Wish(Service service, string label) => service.Spec.Labels.GetValueOrDefault(label)?.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => false,
        _ => null,
    };

    private static void SayThatTheFileWins(PlanDraft draft, Service service, string name, Group byFile)
    {
        if (byFile.Name != name)
        {
            draft.Refuse(Runner.LabelSync, service.Name, $"its label {AnchorLabel}={name} is not followed: {byFile.Policy.Where} makes it follow {byFile.Name}, and the file wins");
        }
    }
}
