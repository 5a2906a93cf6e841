using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Config;

/// <summary>Holds a reload back that looks like a file cut off in the middle rather than like a wish.</summary>
internal static class ReloadGuard
{
    /// <summary>Why the reload must be confirmed first; null if it need not.</summary>
    /// <param name="before">The policy in force.</param>
    /// <param name="after">The policy that would replace it.</param>
    public static string? WhyHold(Policy before, Policy after)
    {
        var reasons = new[]
        {
            Lost("anchors", [.. before.Anchors.Select(anchor => anchor.FullName(anchor.Name))], [.. after.Anchors.Select(anchor => anchor.FullName(anchor.Name))]),
            Lost("labels", Labels(before), Labels(after)),
        }.OfType<string>().ToList();
        return reasons.Count == 0 ? null : $"the new files would remove {string.Join(" and ", reasons)}; confirm with SIGHUP if that is meant";
    }

    /// <summary>Why a policy must be confirmed before it is acted upon; null if it need not.</summary>
    /// <param name="snapshot">The Swarm.</param>
    /// <param name="memory">What it remembers of earlier files.</param>
    /// <param name="policy">The policy.</param>
    public static string? WhyHold(ClusterSnapshot snapshot, Memory memory, Policy policy)
    {
        var context = new PlanningContext(snapshot, policy, snapshot.TakenAt);
        HashSet<string> anchors = [.. policy.Anchors.Select(anchor => anchor.Name), .. GroupResolver.Resolve(context, new PlanDraft(memory)).Select(group => group.Name)];
        var owned = memory.OwnedLabels
            .Where(entry => snapshot.Nodes.ContainsKey(entry.Key))
            .SelectMany(entry => entry.Value, (entry, key) => (Node: snapshot.Nodes[entry.Key], Key: key))
            .ToList();
        var reasons = new[]
        {
            policy.HasDependencies ? Lost("anchors", [.. memory.AnchorLabels.Where(key => !snapshot.NodesLabelled(key).IsEmpty)], anchors) : null,
            policy.HasNodes ? Lost("labels", [.. owned.Select(Words)], [.. owned.Where(one => context.Declared(one.Node, one.Key) is not null || anchors.Contains(one.Key)).Select(Words)]) : null,
        }.OfType<string>().ToList();
        return reasons.Count == 0 ? null : $"the files would remove {string.Join(" and ", reasons)} that this Swarm had from earlier ones; confirm with SIGHUP if that is meant";

        static string Words((Node Node, string Key) label) => $"{label.Node.Id} {label.Key}";
    }

    /// <summary>A label that gets another value is not removed.</summary>
    private static HashSet<string> Labels(Policy policy) => [.. policy.Nodes.SelectMany(node => node.Labels.Keys.Select(key => $"{node.Name} {key}"))];

    private static string? Lost(string what, HashSet<string> before, HashSet<string> after)
    {
        var lost = before.Count(one => !after.Contains(one));
        return lost * 2 > before.Count ? $"{lost} of {before.Count} {what}" : null;
    }
}
