using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Of a service nothing is changed but gate, mark, forced restarts and a binding that was asked for; of a node nothing but labels of ours, and its availability where it is drained.</summary>
internal sealed class OnlyPlannedFields : Law
{
    public override string Sentence =>
        "Of a service nothing is changed but gate, mark, forced restarts and a binding that was asked for; of a node nothing but labels of ours, and its availability where it is drained.";

    public override void OnService(ServiceWritten written)
    {
        if (written is { Author: Author.Us, Before: { } before }
            && !JsonNode.DeepEquals(OwnersPart(before, written.Name), OwnersPart(written.After, written.Name)))
        {
            Break($"write {written.Sent!.Number} changed more of {written.Name} than was planned:\n{before.Raw.ToJsonString()}\n{written.After.Raw.ToJsonString()}");
        }
    }

    public override void OnNode(NodeWritten written)
    {
        if (written.Author != Author.Us)
        {
            return;
        }

        var isCordoned = written.Before.Availability != written.After.Availability && !Watch.Memory.Drains.ContainsKey(written.Node.Id);
        var isOther = isCordoned || written.Before.WantsManager != written.After.WantsManager;
        var foreign = written.ChangedLabels.FirstOrDefault(key => !IsOurs(key));
        if (isOther || foreign is not null)
        {
            Break($"write {written.Sent!.Number} changed {foreign ?? "availability or role"} of {written.Node.Description.Hostname}");
        }
    }

    private bool IsOurs(string key) => key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal)
        || Watch.Memory.AnchorLabels.Contains(key)
        || FaultScenario.EntryOf(Stage.Policy, key) is not null
        || Stage.Policy.Nodes.Any(node => node.Labels.ContainsKey(key))
        || Watch.Memory.OwnedLabels.Values.Any(owned => owned.Contains(key));

    // The spec without what is ours to change. A binding is compared only where nobody asked for one.
    private JsonNode OwnersPart(ServiceSpec spec, string name)
    {
        var raw = (JsonObject)spec.Raw.DeepClone();
        (raw["Labels"] as JsonObject)?.Remove(Trace.Mark);
        var task = (JsonObject)raw["TaskTemplate"]!;
        task.Remove("ForceUpdate");
        var bindings = Stage.Scenario.Policy.Anchors.Concat(Stage.Policy.Anchors)
            .Where(entry => entry.Bind && entry.Dependents.Contains(name))
            .Select(entry => $"node.labels.{entry.Name} == true");
        var constraints = (task["Placement"]?["Constraints"] as JsonArray ?? []).Select(text => text!.GetValue<string>())
            .Where(text => !Trace.IsGate(text) && !bindings.Contains(text));
        var placement = task["Placement"] as JsonObject ?? [];
        placement = (JsonObject)placement.DeepClone();
        placement["Constraints"] = new JsonArray([.. constraints.Select(text => (JsonNode)text)]);
        task["Placement"] = placement;
        return raw;
    }
}
