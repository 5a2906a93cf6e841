using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Adopting;

/// <summary>
/// Proposes anchors and dependents from what stack files already say: a service that asks for the node label X follows
/// the service X of its stack. What it proposes can be loaded; what it cannot decide it names.
/// </summary>
internal sealed class Proposer
{
    private readonly ClusterSnapshot _snapshot;
    private readonly ImmutableArray<Service> _services;
    private readonly Dictionary<string, (Service Service, List<ProposedDependent> Dependents)> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _follows = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    private Proposer(ClusterSnapshot snapshot)
    {
        _snapshot = snapshot;
        _services = [.. snapshot.Services.Values.Where(service => !service.Spec.IsJob).OrderBy(service => service.Name, StringComparer.Ordinal)];
    }

    /// <summary>Proposes.</summary>
    /// <param name="snapshot">The Swarm.</param>
    /// <param name="networks">Names of networks by ID.</param>
    public static Proposal Propose(ClusterSnapshot snapshot, IReadOnlyDictionary<string, string> networks)
    {
        var proposer = new Proposer(snapshot);
        var uses = LabelUse.In(proposer._services);
        foreach (var use in uses.Where(use => use.Binds && !use.Label.StartsWith(Trace.Prefix, StringComparison.Ordinal)))
        {
            proposer.Take(use);
        }

        var neighbours = new Neighbours(proposer._services, networks);
        var anchors = proposer._anchors.Where(entry => entry.Value.Dependents.Count > 0)
            .Select(entry => new ProposedAnchor(entry.Key, entry.Value.Service, [.. entry.Value.Dependents], neighbours.Of(entry.Value.Service, proposer.IsFree)))
            .ToImmutableArray();
        var guesses = neighbours.Guesses(anchors, proposer.IsFree);
        return new(anchors, guesses, [.. proposer._warnings, .. Warnings.For(snapshot, anchors, uses)]);
    }

    private void Take(LabelUse use)
    {
        if (Anchor(use) is not { } anchor)
        {
            return; // a label of its owner's, such as ssd: Warnings tells what to do with those that no node has
        }

        if (anchor.Id == use.Service.Id)
        {
            _warnings.Add($"{use.Service.Name} asks for its own label ({use.Text}). An anchor's label is set where it runs, so with that constraint it can never start on another node. Take the constraint out of its stack file");
        }
        else if (Objection(use, anchor) is { } objection)
        {
            _warnings.Add(objection);
        }
        else
        {
            _follows[use.Service.Id] = anchor.Id;
            if (!_anchors.TryGetValue(use.Label, out var entry))
            {
                _anchors[use.Label] = entry = (anchor, []);
            }

            entry.Dependents.Add(new(use.Service, $"constraint {use.Text}"));
        }
    }

    private Service? Anchor(LabelUse use)
    {
        var stack = use.Service.Spec.Stack;
        var found = (stack.Length > 0 ? _snapshot.ServiceNamed($"{stack}_{use.Label}") : null) ?? _snapshot.ServiceNamed(use.Label);
        if (found is not null)
        {
            return found.Spec.IsJob ? null : found;
        }

        var elsewhere = _services.Where(service => service.Spec.Stack.Length > 0 && service.Name == $"{service.Spec.Stack}_{use.Label}").ToList();
        if (elsewhere.Count > 1)
        {
            _warnings.Add($"{use.Service.Name} asks for the label {use.Label}, and several stacks have a service of that name ({Names(elsewhere)}), so it is not clear which one it means. It is left out of the file: add it by hand, with its full name under stack: ''");
        }

        return elsewhere.Count == 1 ? elsewhere[0] : null;
    }

    private string? Objection(LabelUse use, Service anchor)
    {
        if (!Config.Names.IsLabelKey(use.Label) || !Config.Names.IsService(use.Service.Name) || !Config.Names.IsService(anchor.Name) || !Config.Names.IsService(use.Label))
        {
            return $"{use.Service.Name} asks for the label {use.Label}, but one of these names cannot stand in dependencies.yml (docs/configuration.md says which can). It is left out of the file";
        }

        if (_anchors.TryGetValue(use.Label, out var known) && known.Service.Id != anchor.Id)
        {
            return $"{use.Service.Name} asks for the label {use.Label}, which is that of {known.Service.Name}, while its own stack has {anchor.Name}: one label cannot serve two stacks. It is left out of the file; rename one of the two services to have both";
        }

        if (_follows.TryGetValue(use.Service.Id, out var other))
        {
            return other == anchor.Id ? null : $"{use.Service.Name} asks for the labels of two anchors, but can follow only one. It stands under {_snapshot.Services[other].Name} in the file, not under {anchor.Name}; move it if that is wrong";
        }

        return Leads(use.Service.Id, anchor.Id) ? $"{use.Service.Name} asks for the label of {anchor.Name}, which follows {use.Service.Name} itself, directly or through others: a circle, in which none of them could start. In the file {use.Service.Name} does not follow {anchor.Name}; change that if it is wrong" : null;
    }

    // True if the second service follows the first, directly or through others.
    private bool Leads(string first, string second)
    {
        for (var at = second; _follows.TryGetValue(at, out var next); at = next)
        {
            if (next == first)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsFree(Service service) =>
        !_follows.ContainsKey(service.Id)
        && !service.Spec.Labels.ContainsKey(LabelledDependents.AnchorLabel)
        && service.Spec.Mode == ServiceMode.Replicated
        && _anchors.Values.All(anchor => anchor.Service.Id != service.Id);

    private static string Names(IEnumerable<Service> services) => string.Join(", ", services.Select(service => service.Name));
}
