namespace Orcastra.Simulating;

/// <summary>Somebody changes what a node is available for.</summary>
/// <param name="Choice"><c>active</c>, <c>pause</c> or <c>drain</c>.</param>
/// <param name="Node">Which.</param>
internal sealed record SetAvailability(string Choice, NodeReference Node) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker node update --availability {Choice} {world.Find(Node).Name}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.EditAsync($"/nodes/{world.Find(Node).NodeId}", spec => spec["Availability"] = Choice);
}

/// <summary>Somebody gives a node a label.</summary>
internal sealed record SetLabel(string Key, string Value, NodeReference Node) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker node update --label-add {Key}={Value} {world.Find(Node).Name}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.EditAsync($"/nodes/{world.Find(Node).NodeId}", spec => spec["Labels"]![Key] = Value);
}

/// <summary>Somebody takes a label from a node.</summary>
internal sealed record RemoveLabel(string Key, NodeReference Node) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker node update --label-rm {Key} {world.Find(Node).Name}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.EditAsync($"/nodes/{world.Find(Node).NodeId}", spec => spec["Labels"]!.AsObject().Remove(Key));
}
