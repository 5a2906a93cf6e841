using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>Promotes and demotes, one manager at a time, and never below a majority of managers that reach each other.</summary>
internal static class RolePlanner
{
    private const int FirstThatTolerates = 3;

    /// <summary>Plans the next change of managers, and says what is unwise about how they stand.</summary>
    public static void Plan(MembershipView view, MembershipDraft draft, ImmutableHashSet<string> wanted)
    {
        Warn(view, draft, wanted);
        foreach (var entry in view.Members)
        {
            if (view.NodeOf(entry) is not { IsGone: false, State: NodeState.Ready } node)
            {
                continue;
            }

            if (!node.IsManager && wanted.Contains(entry.Name))
            {
                Promote(view, draft, entry, node);
            }
            else if (node.IsManager && entry.Role == NodeRole.Worker)
            {
                Demote(view, draft, entry, node);
            }
        }
    }

    private static void Promote(MembershipView view, MembershipDraft draft, NodePolicy entry, Node node)
    {
        if (Quorum.MayGrow(view))
        {
            var reason = entry.Role == NodeRole.Manager ? $"{entry.Where} says manager" : "an odd number of managers tolerates most, and it is next in the inventory";
            draft.AddChangeOfManagers(new PromoteNode(reason, node));
        }
        else
        {
            var (managers, reachable) = Quorum.Of(view);
            draft.Refuse(node.Hostname, $"it is not promoted while only {reachable} of {managers} managers reach each other: should it fail to start as one, the Swarm would stand still");
        }
    }

    private static void Demote(MembershipView view, MembershipDraft draft, NodePolicy entry, Node node)
    {
        if (Quorum.MayLose(view, node))
        {
            draft.AddChangeOfManagers(new DemoteNode($"{entry.Where} says worker", node));
        }
        else
        {
            draft.Refuse(node.Hostname, view.Managers.Length == 1 ? "it is the only manager and cannot be demoted" : "it is not demoted: too few of the other managers reach each other to be a majority");
        }
    }

    private static void Warn(MembershipView view, MembershipDraft draft, ImmutableHashSet<string> wanted)
    {
        var names = view.Managers.Select(node => node.Hostname).Union(wanted, StringComparer.Ordinal).ToList();
        var leaving = view.Members.Count(entry => entry.Role == NodeRole.Worker && view.NodeOf(entry) is { IsManager: true });
        var managers = names.Count - leaving;
        if (managers > 0 && managers % 2 == 0)
        {
            draft.Refuse("managers", managers < FirstThatTolerates
                ? "there are 2 managers, of which none may fail: have 1 or 3"
                : $"there are {managers} managers, which tolerate no more failures than {managers - 1}: have an odd number");
        }
    }
}
