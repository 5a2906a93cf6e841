namespace Orcastra.Simulator;

/// <summary>What managers report of a commit: objects by name, and of what changed in them no more than the real ones tell.</summary>
internal static class SwarmEvents
{
    /// <summary>The event of a change; null if it makes none. Tasks make none.</summary>
    public static EngineEvent? Of(Change change, DateTimeOffset now)
    {
        var action = change.Kind switch
        {
            ChangeKind.Created => "create",
            ChangeKind.Removed => "remove",
            _ => "update",
        };
        var isUpdate = change.Kind == ChangeKind.Updated;
        return change.Record switch
        {
            NodeRecord node => Make("node", action, node.Id, now, [("name", node.Description.Hostname), .. isUpdate ? OfNode(node) : []]),
            ServiceRecord service => Make("service", action, service.Id, now, [("name", service.Spec.Name), .. isUpdate ? OfService(service) : []]),
            ContentRecord content => Make(content.IsSecret ? "secret" : "config", action, content.Id, now, [("name", content.Name)]),
            NetworkRecord network => Make("network", action, network.Id, now, [("name", network.Name), ("type", "overlay")]),
            _ => null,
        };
    }

    private static EngineEvent Make(string type, string action, string id, DateTimeOffset now, IReadOnlyList<(string Key, string Value)> attributes) =>
        new(type, action, id, "swarm", attributes) { At = now };

    private static IEnumerable<(string Key, string Value)> OfNode(NodeRecord node) =>
    [
        .. Pair("state", Word(node.StateBefore), Word(node.State)),
        .. Pair("availability", node.SpecBefore.Raw.Text("Availability"), node.Spec.Raw.Text("Availability")),
        .. Pair("role", node.WasManager ? "manager" : "worker", node.IsManager ? "manager" : "worker"),
    ];

    private static IEnumerable<(string Key, string Value)> OfService(ServiceRecord service) =>
    [
        .. Pair("replicas", $"{service.SpecBefore.Replicas}", $"{service.Spec.Replicas}"),
        .. Pair("image", service.SpecBefore.Task.Image, service.Spec.Task.Image),
        .. Pair("updatestate", service.UpdateBefore?.State ?? "", service.Update?.State ?? ""),
    ];

    private static string Word(NodeState state) => Wire.Word(state);

    private static IEnumerable<(string Key, string Value)> Pair(string key, string before, string after)
    {
        if (before == after)
        {
            yield break;
        }

        if (after.Length > 0)
        {
            yield return ($"{key}.new", after);
        }

        if (before.Length > 0)
        {
            yield return ($"{key}.old", before);
        }
    }
}
