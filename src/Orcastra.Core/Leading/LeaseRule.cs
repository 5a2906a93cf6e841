using System.Collections.Immutable;

namespace Orcastra.Core.Leading;

/// <summary>What an instance knows when it asks whether it may act.</summary>
/// <param name="Me">Itself.</param>
/// <param name="State">The lease as read.</param>
/// <param name="RaftLeader">Node ID of the Raft leader; empty if there is none.</param>
/// <param name="IsNodeGone">True for a node that is down or has no entry.</param>
/// <param name="HasHolderEnded">True if the holder's process is known for sure to have ended.</param>
/// <param name="Unchanged">For how long, by its own monotonic clock, it has seen this holder with this beat.</param>
/// <param name="SinceRenewed">How long ago it renewed itself, or forgot the standbys.</param>
public sealed record LeaseView(
    Instance Me,
    LeaseState State,
    string RaftLeader,
    Func<string, bool> IsNodeGone,
    bool HasHolderEnded,
    TimeSpan Unchanged,
    TimeSpan SinceRenewed);

/// <summary>What follows.</summary>
/// <param name="Acts">True if it acts, once <paramref name="Write"/> is written.</param>
/// <param name="Write">The lease to write first; null if it is fine as it is.</param>
/// <param name="Reason">Why it stands by, or why it acts from now on; empty if it acts as before.</param>
public sealed record LeaseDecision(bool Acts, LeaseState? Write, string Reason)
{
    /// <summary>What follows where no lease is asked for, since nothing will be written.</summary>
    public static LeaseDecision OfNone { get; } = new(true, null, "");
}

/// <summary>
/// Of several instances exactly one acts. The one beside the Raft leader has precedence; else it is whoever holds the
/// lease. A lease is renewed only while somebody stands by: every renewal is a Raft write, and those wear SD cards.
/// </summary>
public static class LeaseRule
{
    /// <summary>A holder that has not renewed for so long is taken for dead.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(15);

    /// <summary>Time between two renewals while somebody stands by.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    /// <summary>Decides, purely.</summary>
    public static LeaseDecision Decide(LeaseView view)
    {
        if (view.State.Holder is not { } holder)
        {
            return Take(view, "no other instance does");
        }

        if (holder == view.Me)
        {
            return new(true, Renewed(view.State, view.Me, view.SinceRenewed), "");
        }

        if (WhyTakeOver(view, holder) is { } reason)
        {
            return Take(view, $"takes over from {holder.Name}: {reason}");
        }

        var me = view.Me.ToString();
        if (!view.State.Standbys.Contains(me))
        {
            return new(false, view.State with { Standbys = view.State.Standbys.Add(me) }, $"registers to stand by for {holder.Name}");
        }

        return view.Unchanged >= Expiry
            ? Take(view, $"takes over from {holder.Name}: no sign of life for {Expiry.TotalSeconds:0} s")
            : new(false, null, $"stands by: {holder.Name} acts");
    }

    private static LeaseDecision Take(LeaseView view, string reason) => new(
        true,
        new LeaseState(view.Me, view.State.Beat + 1, view.State.Standbys.Remove(view.Me.ToString())),
        reason);

    /// <summary>The lease renewed; null if it need not be, or is not this instance's.</summary>
    /// <param name="state">The lease as read.</param>
    /// <param name="me">This instance.</param>
    /// <param name="sinceRenewed">How long ago it renewed last.</param>
    public static LeaseState? Renewed(LeaseState state, Instance me, TimeSpan sinceRenewed)
    {
        if (state.Holder != me || state.Standbys.IsEmpty || sinceRenewed < Renewal)
        {
            return null;
        }

        // Standbys do not renew themselves: the holder forgets them now and then, and who lives registers again.
        var beat = state.Beat + 1;
        var standbys = beat % 60 == 0 ? ImmutableSortedSet.Create<string>(StringComparer.Ordinal) : state.Standbys;
        return new(me, beat, standbys);
    }

    private static string? WhyTakeOver(LeaseView view, Instance holder)
    {
        if (view.IsNodeGone(holder.NodeId))
        {
            return "its node is down";
        }

        if (view.HasHolderEnded)
        {
            return "its process has ended";
        }

        return view.RaftLeader == view.Me.NodeId && holder.NodeId != view.RaftLeader ? "this one is beside the Raft leader" : null;
    }
}
