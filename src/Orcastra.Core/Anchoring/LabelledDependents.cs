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
    internal static void AddTo(GroupList groups, PlanningContext context, PlanDraft draft)
    {
        foreach (var service in context.Snapshot.Declaring)
        {
            var name = NameOfAnchor(service);
            if (!GroupResolver.MayTakePart(draft, service))
            {
                continue;
            }

            if (groups.Of(service) is { } byFile)
            {
                SayThatTheFileWins(draft, service, name, byFile);
                continue;
            }

            Add(groups, context, draft, service, name);
        }
    }

    /// <summary>True if the service names an anchor to follow.</summary>
    internal static bool Declares(Service service) => NameOfAnchor(service).Length > 0;

    /// <summary>The dependent with what its own labels say where the policy leaves room.</summary>
    public static Dependent WithOwnWishes(Service service, AnchorPolicy policy) => new(
        service,
        Wish(service, BindLabel) ?? policy.Bind,
        Wish(service, RestartLabel) ?? policy.RestartDependents);

    private static string NameOfAnchor(Service service) => service.Spec.Labels.GetValueOrDefault(AnchorLabel, "");

    private static void Add(GroupList groups, PlanningContext context, PlanDraft draft, Service service, string name)
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
        var known = groups.Named(name);
        var anchor = GroupResolver.Find(context.Snapshot, policy, name) ?? known?.Anchor;
        if (Objection(groups, service, name, anchor, known) is { } objection)
        {
            draft.Refuse(Runner.LabelSync, service.Name, objection);
            return;
        }

        if (known is null)
        {
            groups.Add(new Group(policy, anchor!, []));
        }

        groups.Add(name, WithOwnWishes(service, known?.Policy ?? policy));
    }

    private static string? Objection(GroupList groups, Service service, string name, Service? anchor, Group? known)
    {
        if (anchor is null)
        {
            return $"its label {AnchorLabel}={name} names no service: neither {name} nor {service.Spec.Stack}_{name} exists";
        }

        if (anchor.Spec.IsJob)
        {
            return $"its label {AnchorLabel}={name} names a job, which has no place to follow";
        }

        if (known is not null && known.Anchor.Id != anchor.Id)
        {
            return $"its label {AnchorLabel}={name} means {anchor.Name}, but the node label {name} belongs to {known.Anchor.Name} already; rename one of the two anchors";
        }

        return groups.Follows(anchor, service)
            ? $"its label {AnchorLabel}={name} closes a circle: {anchor.Name} follows {service.Name} already"
            : null;
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
