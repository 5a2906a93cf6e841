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
/// <param name="time">The clock.</param>
internal sealed class MembershipObserver(EngineDirectory engines, TimeProvider time)
{
    // An engine that has lost its quorum takes 20 s to say so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    /// <summary>Looks.</summary>
    /// <exception cref="DockerException">Our own engine, or the manager that was found, does not answer.</exception>
    public async Task<MembershipLook> LookAsync(Policy policy, CancellationToken stop)
    {
        var own = await engines.Own.System.InfoAsync(stop);
        engines.Know(own);
        var everybody = new MembershipView(policy, null, ImmutableDictionary<string, EngineSighting>.Empty, time.GetUtcNow());
        if (own.IsManager)
        {
            var view = everybody with { Nodes = await engines.Own.Nodes.ListAsync(stop) };
            return new(view with { Engines = await AskAsync(view.Missing, stop) }, engines.Own, own);
        }

        if (own.LocalNodeState == "active" || everybody.Members.IsEmpty)
        {
            return new(everybody, null, own);
        }

        var sightings = await AskAsync(everybody.Members, stop);
        var manager = ManagerAmong(everybody.Members, sightings);
        ImmutableArray<Node>? nodes = manager is null ? null : await manager.Nodes.ListAsync(stop);
        return new(everybody with { Engines = sightings, Nodes = nodes }, manager, own);
    }

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
                ? Read(await client.System.InfoAsync(either.Token))
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

    private static EngineSighting Read(EngineState state)
    {
        var place = state.LocalNodeState switch
        {
            "active" => EnginePlace.Inside,
            "pending" => EnginePlace.Joining,
            "error" => EnginePlace.Failed,
            "locked" => EnginePlace.Locked,
            _ => EnginePlace.Outside,
        };
        return new(place, state.Hostname, state.NodeId, state.IsManager ? state.SwarmId : "", state.Error);
    }
}
