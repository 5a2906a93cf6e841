using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Releasing;

/// <summary>Something of ours in the Swarm.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">The node or service that has it.</param>
/// <param name="What">Its name or text.</param>
/// <param name="Way">The command that takes it away by hand.</param>
internal sealed record Belonging(string Kind, string Subject, string What, string Way)
{
    /// <summary>True for what keeps a service from running as its owner wants: it must never be left behind.</summary>
    public bool IsTrace { get; init; }

    /// <summary>The command that puts a label back by hand; empty for what is no label of files or anchors.</summary>
    public string Back { get; init; } = "";
}

/// <summary>Finds everything of ours on nodes and services.</summary>
internal static class Belongings
{
    private const string Gate = "gate label";
    private const string Anchors = "anchor label";
    private const string Static = "static label";

    /// <summary>All of it, in a stable order.</summary>
    public static ImmutableArray<Belonging> In(ClusterSnapshot snapshot, Memory memory) =>
    [
        .. snapshot.Services.Values.OrderBy(service => service.Name, StringComparer.Ordinal).SelectMany(Of),
        .. snapshot.Nodes.Values.OrderBy(node => node.Hostname, StringComparer.Ordinal).SelectMany(node => Of(node, memory)),
    ];

    /// <summary>A node's labels that came from a file or are an anchor's.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsOf(Node node, Memory memory) =>
        node.Labels.Where(label => KindOf(label.Key, node, memory) is Anchors or Static).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static IEnumerable<Belonging> Of(Service service)
    {
        foreach (var gate in service.Spec.Constraints.Where(Trace.IsGate))
        {
            yield return new("gate", service.Name, gate, $"docker service update --constraint-rm '{gate}' {service.Name}") { IsTrace = true };
        }

        if (service.Spec.Labels.TryGetValue(Trace.Mark, out var mark))
        {
            yield return new("mark", service.Name, $"{Trace.Mark}={mark}", $"docker service update --label-rm {Trace.Mark} {service.Name}") { IsTrace = true };
        }

        if (service.PreviousSpec is { } previous && Trace.IsIn(previous))
        {
            yield return new("trace", service.Name, "a gate in its previous spec", $"docker service update {service.Name}") { IsTrace = true };
        }
    }

    private static IEnumerable<Belonging> Of(Node node, Memory memory)
    {
        foreach (var (key, value) in node.Labels)
        {
            if (KindOf(key, node, memory) is { } kind)
            {
                yield return new(kind, node.Hostname, $"{key}={value}", $"docker node update --label-rm {key} {node.Hostname}")
                {
                    Back = kind == Gate ? "" : $"docker node update --label-add '{key}={value}' {node.Hostname}",
                };
            }
        }
    }

    private static string? KindOf(string key, Node node, Memory memory) => key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal) ? Gate
        : memory.AnchorLabels.Contains(key) ? Anchors
        : memory.OwnedLabels.GetValueOrDefault(node.Id, []).Contains(key) ? Static
        : null;
}
