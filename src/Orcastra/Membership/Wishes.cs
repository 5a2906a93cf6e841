using System.Collections.Immutable;
using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Loop;

namespace Orcastra.Membership;

/// <summary>Why the runner should look.</summary>
internal enum WishNews
{
    /// <summary>The Swarm's nodes or the inventory are not what they were.</summary>
    Changed,

    /// <summary>A pause has begun or ended, or it is known for the first time whether there is one.</summary>
    Pause,

    /// <summary>What is to be done once was asked for again.</summary>
    AskedAgain,

    /// <summary>The removal of a node was asked for, or has ended.</summary>
    Removal,

    /// <summary>A reboot has begun or ended.</summary>
    Reboot,
}

/// <summary>What the loop's passes tell of wishes that concern membership: they stand in the Swarm's memory, which only the loop reads.</summary>
internal sealed class Wishes
{
    private DateTimeOffset? _askedAt;
    private object? _nodes;
    private object? _policy;

    /// <summary>Whether bootstrap is paused; unknown until the first pass has read the Swarm's memory.</summary>
    public bool? IsPaused { get; private set; }

    /// <summary>IDs of the nodes that are to be removed.</summary>
    public ImmutableHashSet<string> Unwanted { get; private set; } = [];

    /// <summary>ID of the node whose machine is being rebooted; empty if none is.</summary>
    public string Rebooted { get; private set; } = "";

    /// <summary>Takes note of a pass.</summary>
    /// <returns>What is new.</returns>
    public IEnumerable<WishNews> Note(PassResult result, Policy policy)
    {
        var news = new List<WishNews>();
        if (result.Plan is { } plan)
        {
            Note(news, WishNews.Pause, IsPaused, IsPaused = plan.Memory.IsPaused(Runner.Bootstrap));
            var askedAt = plan.Memory.Commands.Values.Where(command => command.Text == CommandGrammar.BootstrapSwarm).Max(command => command.EndedAt) ?? _askedAt;
            Note(news, WishNews.AskedAgain, _askedAt, _askedAt = askedAt);
        }

        if (result is { Plan.Memory: { } memory, Outcome.IsRemembered: true }) // what is begun is remembered first
        {
            var unwanted = NodeRemoval.UnderWay(memory);
            Note(news, WishNews.Removal, true, unwanted.SetEquals(Unwanted));
            Unwanted = unwanted;
            Note(news, WishNews.Reboot, Rebooted, Rebooted = memory.Reboots.Values.FirstOrDefault(reboot => !reboot.IsOver)?.NodeId ?? "");
        }

        if (result.Seen is { } seen)
        {
            Note(news, WishNews.Changed, (_nodes, _policy), (_nodes, _policy) = (seen.Snapshot.Nodes, policy));
        }

        return news;
    }

    private static void Note<T>(List<WishNews> news, WishNews what, T before, T now)
    {
        if (!EqualityComparer<T>.Default.Equals(before, now))
        {
            news.Add(what);
        }
    }
}
