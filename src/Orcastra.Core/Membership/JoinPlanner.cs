using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>Brings into the Swarm what is listed and missing: new machines, those that left, and those that were installed anew.</summary>
internal static class JoinPlanner
{
    /// <summary>Plans the joins, or says what stands against each.</summary>
    /// <param name="view">What is seen.</param>
    /// <param name="draft">The plan so far.</param>
    /// <param name="managers">Names of the entries that are to be managers.</param>
    public static void Plan(MembershipView view, MembershipDraft draft, ImmutableHashSet<string> managers)
    {
        ImmutableArray<string> addresses = [.. view.Managers
            .Where(node => node is { IsGone: false, IsReachableManager: true, ManagerAddress.Length: > 0 })
            .OrderBy(node => node.IsLeader ? 0 : 1)
            .Select(node => node.ManagerAddress)];
        var mayGrow = Quorum.MayGrow(view); // else it comes as a worker, and is promoted later
        foreach (var entry in view.Missing)
        {
            if (Objection(view, entry) is { } objection)
            {
                draft.Refuse(entry.Name, objection);
            }
            else if (view.EngineOf(entry) is { Place: EnginePlace.Inside })
            {
                draft.Wait(entry.Name, "its engine is up and in this Swarm, and the managers do not hear of it; if that lasts, check ports 2377 and 7946 between them");
            }
            else
            {
                Join(draft, entry, view.NodeOf(entry), mayGrow && managers.Contains(entry.Name), addresses);
            }
        }
    }

    private static string? Objection(MembershipView view, NodePolicy entry)
    {
        var engine = view.EngineOf(entry);
        return engine switch
        {
            { Place: EnginePlace.Unreachable } when view.NodeOf(entry) is not null => $"it is down, and its engine does not answer: {engine.Trouble}",
            { Place: EnginePlace.Outside } => Strangers.WrongMachine(entry, engine),
            { Place: EnginePlace.Inside } => view.Knows(engine.NodeId)
                ? null
                : $"it is in another Swarm (as node {engine.NodeId}), or its entry here was removed: nothing is done to it; if nobody needs what it has there, run `docker swarm leave --force` on that node, and it joins this one",
            _ => Troubles.Of(engine),
        };
    }

    private static void Join(MembershipDraft draft, NodePolicy entry, Node? before, bool asManager, ImmutableArray<string> addresses)
    {
        var reason = before is null ? $"{entry.Where} lists it, and it is in no Swarm" : "it has left the Swarm, or was installed anew";
        var join = new JoinNode(entry.Name, reason, asManager, entry.Ip, addresses);
        if (asManager)
        {
            draft.AddChangeOfManagers(join);
        }
        else
        {
            draft.Add(join);
        }
    }
}
