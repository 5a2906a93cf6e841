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
        if (Unsettled(view) is { } unsettled)
        {
            draft.Wait(unsettled.Hostname, $"its role is being changed to {unsettled.Role}; the next change waits for that");
            return;
        }

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

    // Roles are wishes: who has an address among managers is one (read in SwarmKit).
    private static Node? Unsettled(MembershipView view) => (view.Nodes ?? []).FirstOrDefault(node => !node.IsGone && node.IsManager != node.ManagerAddress.Length > 0);

    private static void Promote(MembershipView view, MembershipDraft draft, NodePolicy entry, Node node)
    {
        var (managers, reachable) = Quorum.Of(view);
        if (!Quorum.MayGrow(managers, reachable))
        {
            draft.Refuse(node.Hostname, $"it is not promoted while only {reachable} of {managers} managers reach each other: should it fail to start as one, the Swarm would stand still");
            return;
        }

        var reason = entry.Role == NodeRole.Manager ? $"{entry.Where} says manager" : "an odd number of managers tolerates most, and it is next in the inventory";
        draft.AddChangeOfManagers(new PromoteNode(reason, node));
    }

    private static void Demote(MembershipView view, MembershipDraft draft, NodePolicy entry, Node node)
    {
        var (managers, reachable) = Quorum.Of(view);
        var left = reachable - (node.IsReachableManager ? 1 : 0);
        if (managers == 1 || !Quorum.Holds(managers - 1, left))
        {
            draft.Refuse(node.Hostname, managers == 1 ? "it is the only manager and cannot be demoted" : $"it is not demoted: of the other {managers - 1} managers only {left} reach each other, which is no majority");
            return;
        }

        draft.AddChangeOfManagers(new DemoteNode($"{entry.Where} says worker", node));
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
