using System.Collections.Immutable;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Swarm;

namespace Orcastra.Adopting;

/// <summary>Services of one stack that share a network: they talk to each other, so they may belong together.</summary>
/// <param name="services">All services.</param>
/// <param name="networks">Names of networks by ID, without Swarm's own ingress.</param>
internal sealed class Neighbours(ImmutableArray<Service> services, IReadOnlyDictionary<string, string> networks)
{
    /// <summary>The neighbours of an anchor that are free to follow it.</summary>
    public ImmutableArray<ProposedDependent> Of(Service anchor, Func<Service, bool> isFree) =>
    [
        .. from service in services
           where service.Id != anchor.Id && service.Spec.Stack == anchor.Spec.Stack && anchor.Spec.Stack.Length > 0 && isFree(service)
           let shared = anchor.Spec.NetworkIds.Intersect(service.Spec.NetworkIds).Where(networks.ContainsKey).Select(id => networks[id]).Order(StringComparer.Ordinal).ToList()
           where shared.Count > 0
           select new ProposedDependent(service, $"shares the network {string.Join(", ", shared)} with {anchor.Name}"),
    ];

    /// <summary>In stacks without an anchor: the services whose data is on one node, if they have neighbours without such data.</summary>
    public ImmutableArray<ProposedAnchor> Guesses(ImmutableArray<ProposedAnchor> anchors, Func<Service, bool> isFree)
    {
        var known = anchors.Select(anchor => anchor.Service.Spec.Stack).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from service in services
               where service.Spec.Stack.Length > 0 && !known.Contains(service.Spec.Stack) && isFree(service) && Movability.LocalMount(service.Spec) is not null
               where service.Name.StartsWith(service.Spec.Stack + "_", StringComparison.Ordinal)
               let maybe = Of(service, isFree).RemoveAll(one => Movability.LocalMount(one.Service.Spec) is not null)
               where !maybe.IsEmpty
               select new ProposedAnchor(service.Name[(service.Spec.Stack.Length + 1)..], service, [], maybe),
        ];
    }
}
