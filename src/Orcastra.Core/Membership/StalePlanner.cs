using System.Globalization;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>
/// Removes the old entry of a machine that is back under another ID: its own disk no longer knows it, so it never returns. Any
/// other node that is gone is left to its owner.
/// </summary>
internal static class StalePlanner
{
    /// <summary>Plans the removals that are due.</summary>
    public static void Plan(MembershipView view, MembershipDraft draft)
    {
        foreach (var present in view.Members.Select(view.NodeOf).OfType<Node>().Where(node => !node.IsGone))
        {
            foreach (var twin in view.TwinsOf(present))
            {
                Plan(view, draft, twin, present.CreatedAt + view.Policy.StaleNode);
            }
        }
    }

    // Counted from when the machine came back: the old entry's own times change with each write to it, ours among them.
    private static void Plan(MembershipView view, MembershipDraft draft, Node twin, DateTimeOffset due)
    {
        if (due > view.Now)
        {
            draft.LookAgain(due);
        }
        else
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"its machine is back under another ID, for over {view.Policy.StaleNode.TotalMinutes:0} min");
            new Removal(view, draft, "its old entry", reason).Plan(twin);
        }
    }
}
