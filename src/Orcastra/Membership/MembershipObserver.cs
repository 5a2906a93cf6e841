using System.Collections.Immutable;
using Orcastra.Core.Membership;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Docker;

namespace Orcastra.Membership;

/// <summary>What one look at the members showed.</summary>
/// <param name="View">What membership is planned from.</param>
/// <param name="Manager">An engine that shows and changes the Swarm; null if there is no Swarm, or several.</param>
/// <param name="Own">What our own engine says of itself.</param>
internal sealed record MembershipLook(MembershipView View, DockerClient? Manager, EngineState Own)
{
    /// <summary>True if our own engine shows and changes the Swarm.</summary>
    public bool IsManager => Own.IsManager;

    /// <summary>True if our own engine is in a Swarm that it neither shows nor changes: others act there.</summary>
    public bool IsWorker => Own is { IsManager: false, LocalNodeState: "active" };
}

/// <summary>
/// Looks at the members: at the Swarm's nodes, and of the listed engines only at those that are not among them. Where our own
/// engine is in no Swarm, at all.
/// </summary>
/// <param name="engines">The engines.</param>
/// <param name="setbacks">What failed before; null where nothing was tried.</param>
/// <param name="time">The clock.</param>
internal sealed class MembershipObserver(EngineDirectory engines, Setbacks? setbacks, TimeProvider time)
{
    private static readonly ImmutableDictionary<string, EngineSighting> NoEngines = ImmutableDictionary<string, EngineSighting>.Empty;

    // An engine that has lost its quorum takes 20 s to say so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    /// <summary>Looks.</summary>
    /// <param name="policy">What the owner wants.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="wishes">What the Swarm's memory says of membership; null where that is not known.</param>
    /// <param name="isForced">True if a Swarm may be begun though listed engines do not answer.</param>
    /// <exception cref="DockerException">Our own engine, or the manager that was found, does not answer.</exception>
    public async Task<MembershipLook> LookAsync(Policy policy, CancellationToken stop, Wishes? wishes = null, bool isForced = false)
    {
        var own = await engines.Own.System.InfoAsync(stop);
        engines.Know(own);
        if (own.IsManager)
        {
            ImmutableArray<Node>? nodes = await engines.Own.Nodes.ListAsync(stop);
            var sightings = await AskAsync(View(policy, nodes, NoEngines).Missing, stop);
            return new(View(policy, nodes, sightings, wishes), engines.Own, own);
        }

        var unseen = View(policy, null, NoEngines);
        if (own.LocalNodeState == "active" || unseen.Members.IsEmpty)
        {
            return new(unseen, null, own);
        }

        var said = await AskAsync(unseen.Members, stop);
        var manager = ManagerAmong(unseen.Members, said);
        return new(View(policy, manager is null ? null : await manager.Nodes.ListAsync(stop), said, isForced: isForced), manager, own);
    }

    private MembershipView View(Policy policy, ImmutableArray<Node>? nodes, ImmutableDictionary<string, EngineSighting> sightings, Wishes? wishes = null, bool isForced = false) =>
        new(policy, nodes, sightings, setbacks?.Now() ?? ImmutableDictionary<string, Setback>.Empty, time.GetUtcNow()) { Unwanted = wishes?.Unwanted ?? [], Rebooted = wishes?.Rebooted ?? "", IsForced = isForced };

    // Two Swarms among the listed engines are one too many: nobody joins either.
    private DockerClient? ManagerAmong(IEnumerable<NodePolicy> members, ImmutableDictionary<string, EngineSighting> sightings)
    {
        var managers = members.Where(entry => sightings[entry.Name] is { Place: EnginePlace.Inside, SwarmId.Length: > 0 }).ToList();
        return managers.Select(entry => sightings[entry.Name].SwarmId).Distinct().Count() == 1 ? engines.ClientOf(managers[0]) : null;
    }

    private async Task<ImmutableDictionary<string, EngineSighting>> AskAsync(IEnumerable<NodePolicy> entries, CancellationToken stop)
    {
        var asked = await Task.WhenAll(entries.Select(async entry => (entry.Name, Sighting: await AskAsync(entry, stop))));
        return asked.ToImmutableDictionary(one => one.Name, one => one.Sighting, StringComparer.Ordinal);
    }

    private async Task<EngineSighting> AskAsync(NodePolicy entry, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return engines.ClientOf(entry) is { } client
                ? Sightings.Of(await client.System.InfoAsync(either.Token))
                : EngineSighting.Unreachable($"nobody knows how to reach it: give it an ip or a host in the inventory ({entry.Where})");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return EngineSighting.Unreachable($"its engine does not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is DockerException or FormatException)
        {
            return EngineSighting.Unreachable(fault.Message);
        }
    }
}
