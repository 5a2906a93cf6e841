using Orcastra.Core.Policies;

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

    /// <summary>A label that gets another value is not removed.</summary>
    private static HashSet<string> Labels(Policy policy) => [.. policy.Nodes.SelectMany(node => node.Labels.Keys.Select(key => $"{node.Name} {key}"))];

    private static string? Lost(string what, HashSet<string> before, HashSet<string> after)
    {
        var lost = before.Count(one => !after.Contains(one));
        return lost * 2 > before.Count ? $"{lost} of {before.Count} {what}" : null;
    }
}
