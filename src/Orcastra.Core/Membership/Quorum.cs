namespace Orcastra.Core.Membership;

/// <summary>Raft's rule: more than half of the managers must reach each other, or the Swarm neither shows nor changes anything.</summary>
internal static class Quorum
{
    /// <summary>The most managers that are of use: each further one slows every write down and tolerates no more.</summary>
    public const int MostManagers = 7;

    /// <summary>True if the managers that are reached are enough.</summary>
    public static bool Holds(int managers, int reachable) => reachable * 2 > managers;

    /// <summary>True if one more manager may be made: should it never start, the others must be enough. The first step, from one to two, is the exception that there is no way round.</summary>
    public static bool MayGrow(int managers, int reachable) => (managers, reachable) == (1, 1) || Holds(managers + 1, reachable);

    /// <summary>The greatest odd number of managers that so many nodes allow.</summary>
    public static int BestOf(int nodes)
    {
        var most = Math.Min(nodes, MostManagers);
        return most % 2 == 0 ? Math.Max(most - 1, 0) : most;
    }

    /// <summary>How the managers of a view stand: how many are wanted, and how many of them are reached.</summary>
    public static (int Managers, int Reachable) Of(MembershipView view) =>
        (view.Managers.Count(), view.Managers.Count(node => node.IsReachableManager && !node.IsGone));
}
