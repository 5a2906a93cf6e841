using Orcastra.Core.Policies;

namespace Orcastra.Core.Membership;

/// <summary>
/// There is no Swarm that we know of: one begins at the leader, but only if every listed engine says that it is in none. One
/// that does not answer may hold the Swarm, and a second one would part the nodes for good; forced, its owner says that it does
/// not. Whoever does answer, and is not out of all Swarms, stands against it in any case.
/// </summary>
internal static class FormationPlanner
{
    /// <summary>Plans the beginning, or says what stands against it.</summary>
    public static void Plan(MembershipView view, MembershipDraft draft)
    {
        var objections = view.Members.Where(entry => !IsOverlooked(view, entry)).Select(entry => (entry.Name, What: Objection(view.EngineOf(entry), entry))).Where(one => one.What is not null).ToList();
        foreach (var (name, what) in objections)
        {
            draft.Refuse(name, what!);
        }

        if (view.Policy.Leader.Length == 0)
        {
            draft.Refuse("swarm", "there is no Swarm, and nodes.yml names no leader: write `leader: NAME` to have one begun there, or run `docker swarm init` yourself");
        }
        else if (objections.Count > 0)
        {
            draft.Refuse("swarm", $"no Swarm is begun before all listed engines answer that they are in none ({string.Join(", ", objections.Select(one => one.Name))} may hold one)");
        }
        else
        {
            var leader = view.Members[0];
            var address = view.Policy.AdvertiseAddress.Length > 0 ? view.Policy.AdvertiseAddress : leader.Ip;
            draft.AddChangeOfManagers(new InitSwarm(leader.Name, view.IsForced ? $"asked for though not all listed engines answer, and {leader.Name} is the leader" : $"none of the {view.Members.Length} listed engines is in a Swarm, and {leader.Name} is the leader", address));
        }
    }

    // The leader itself has to answer: it is there that the Swarm begins.
    private static bool IsOverlooked(MembershipView view, NodePolicy entry) =>
        view.IsForced && entry != view.Members[0] && view.EngineOf(entry) is { Place: EnginePlace.Unreachable };

    private static string? Objection(EngineSighting? engine, NodePolicy entry) => engine?.Place switch
    {
        EnginePlace.Outside => Strangers.WrongMachine(entry, engine),
        EnginePlace.Inside when engine.SwarmId.Length > 0 => $"it is in a Swarm of its own ({engine.SwarmId}), and so is another listed engine: which of them is right only you know; take the others out with `docker swarm leave --force` on each",
        EnginePlace.Inside => "it is in a Swarm of which no listed manager answers: bring its managers back, or take it out with `docker swarm leave` on that node",
        _ => Troubles.Of(engine),
    };
}
