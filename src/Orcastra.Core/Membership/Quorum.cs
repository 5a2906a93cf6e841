using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>Raft's rule: more than half of the managers must reach each other, or the Swarm neither shows nor changes anything.</summary>
internal static class Quorum
{
    /// <summary>The most managers that are of use: each further one slows every write down and tolerates no more.</summary>
    public const int MostManagers = 7;

    /// <summary>The greatest odd number of managers that so many nodes allow.</summary>
    public static int BestOf(int nodes)
    {
        var most = Math.Min(nodes, MostManagers);
        return most % 2 == 0 ? Math.Max(most - 1, 0) : most;
    }

    /// <summary>How the managers stand: how many are wanted, and how many of them are reached.</summary>
    public static (int Managers, int Reachable) Of(MembershipView view) => (view.Managers.Length, view.Managers.Count(IsReached));

    /// <summary>True if one more manager may be made: should it never start, the others must be enough. The first step, from one to two, is the exception that there is no way round.</summary>
    public static bool MayGrow(MembershipView view) => Of(view) is var (managers, reachable) && ((managers, reachable) == (1, 1) || Holds(managers + 1, reachable));

    /// <summary>True if the others are enough without this manager.</summary>
    public static bool MayLose(MembershipView view, Node manager) =>
        Of(view) is var (managers, reachable) && managers > 1 && Holds(managers - 1, reachable - (IsReached(manager) ? 1 : 0));

    /// <summary>True if the others reach this manager.</summary>
    public static bool IsReached(Node manager) => manager is { IsReachableManager: true, IsGone: false };

    /// <summary>True if so many of them are a majority.</summary>
    public static bool Holds(int managers, int reachable) => reachable * 2 > managers;
}
