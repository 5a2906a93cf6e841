using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Core.Membership;

/// <summary>
/// Who is to be a manager: whoever is one, whoever is written down as one, and of the others as many as make the greatest odd
/// number, up to seven, that the nodes which are there allow; the leader first, then in the order of the file.
/// </summary>
internal static class Electorate
{
    /// <summary>Names of the entries that are to be managers.</summary>
    public static ImmutableHashSet<string> Of(MembershipView view)
    {
        var candidates = view.Members.Where(entry => entry.Role != NodeRole.Worker && IsThere(view, entry)).ToList();
        var ours = candidates.Select(entry => view.NodeOf(entry)?.Id).ToHashSet(StringComparer.Ordinal);
        var strangers = view.Managers.Count(node => !ours.Contains(node.Id));
        var wanted = candidates.Where(entry => entry.Role == NodeRole.Manager || IsManager(view, entry)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var best = Quorum.BestOf(candidates.Count + strangers);
        foreach (var entry in candidates)
        {
            if (wanted.Count + strangers < best)
            {
                wanted.Add(entry.Name);
            }
        }

        return [.. wanted];
    }

    /// <summary>True if a manager could be made of it now.</summary>
    private static bool IsThere(MembershipView view, NodePolicy entry) =>
        view.NodeOf(entry) is { IsGone: false } || view.EngineOf(entry) is { Place: EnginePlace.Outside } || IsManager(view, entry);

    private static bool IsManager(MembershipView view, NodePolicy entry) => view.NodeOf(entry) is { IsManager: true };
}
