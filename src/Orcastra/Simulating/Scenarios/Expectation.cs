namespace Orcastra.Simulating;

/// <summary>Something that must come true within its time, and still hold when all others do.</summary>
/// <param name="Within">How long that may take.</param>
internal abstract record Expectation(TimeSpan Within)
{
    /// <summary>How long it may take unless told otherwise.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    /// <summary>What is expected, in words.</summary>
    public abstract string Words { get; }

    /// <summary>Looks.</summary>
    /// <returns>Null if it holds, else how it is instead.</returns>
    public abstract Task<string?> WhyNotAsync(World world);

    /// <summary>Where a service is up, in words.</summary>
    protected static string WhereIs(World world, string service)
    {
        var nodes = world.Up(service).Select(container => container.Node.Name).Order(StringComparer.Ordinal).ToList();
        return nodes.Count == 0 ? $"{service} is nowhere up" : $"{service} is up on {string.Join(", ", nodes)}";
    }
}

/// <summary>A service is up on a node, and nowhere else.</summary>
internal sealed record OnNode(string Service, NodeReference Node, TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => $"{Service} on {Node}";

    /// <inheritdoc/>
    public override Task<string?> WhyNotAsync(World world)
    {
        var node = world.Find(Node);
        var up = world.Up(Service).ToList();
        return Task.FromResult(up.Count > 0 && up.TrueForAll(container => container.Node == node) ? null : WhereIs(world, Service));
    }
}

/// <summary>A service is up, and only where another one is.</summary>
internal sealed record BesideService(string Service, string Anchor, TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => $"{Service} beside {Anchor}";

    /// <inheritdoc/>
    public override Task<string?> WhyNotAsync(World world)
    {
        var places = world.Up(Anchor).Select(container => container.Node).ToHashSet();
        var up = world.Up(Service).ToList();
        var holds = up.Count > 0 && up.TrueForAll(container => places.Contains(container.Node));
        return Task.FromResult(holds ? null : $"{WhereIs(world, Service)}, {WhereIs(world, Anchor)}");
    }
}

/// <summary>So many of a service are up; null for one on every machine that has power.</summary>
internal sealed record CountUp(string Service, int? Count, TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => Count is { } count ? $"{Service} up {(count == 1 ? "once" : $"{count} times")}" : $"{Service} up everywhere";

    /// <inheritdoc/>
    public override Task<string?> WhyNotAsync(World world)
    {
        var up = world.Up(Service).ToList();
        var holds = Count is { } count ? up.Count == count : world.Swarm.Nodes.Where(node => node.IsOn).All(node => up.Exists(container => container.Node == node));
        return Task.FromResult(holds ? null : WhereIs(world, Service));
    }
}

/// <summary>A service was never up on two nodes at once.</summary>
internal sealed record NeverTwice(string Service, TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => $"{Service} never up twice";

    /// <inheritdoc/>
    public override Task<string?> WhyNotAsync(World world) =>
        Task.FromResult(world.Overlaps.Found.FirstOrDefault(found => found.StartsWith(Service + " ", StringComparison.Ordinal)));
}

/// <summary>A node has a label.</summary>
internal sealed record LabelOn(string Key, string Value, NodeReference Node, TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => $"label {Key}={Value} on {Node}";

    /// <inheritdoc/>
    public override async Task<string?> WhyNotAsync(World world)
    {
        var node = world.Find(Node);
        if (await world.Lookout.SnapshotAsync() is not { } seen)
        {
            return "no manager answers";
        }

        var holders = seen.Nodes.Values.Where(one => one.Labels.GetValueOrDefault(Key) == Value).Select(one => one.Hostname).Order(StringComparer.Ordinal).ToList();
        return holders.Contains(node.Name) ? null : holders.Count == 0 ? "no node has it" : $"{string.Join(", ", holders)} has it";
    }
}

/// <summary>Orcastra said something.</summary>
internal sealed record Says(string Text, TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => $"Orcastra says: {Text}";

    /// <inheritdoc/>
    public override Task<string?> WhyNotAsync(World world) => Task.FromResult(world.Instances.HasSaid(Text) ? null : "it has not said so");
}
