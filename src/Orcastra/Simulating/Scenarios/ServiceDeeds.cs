using System.Text.Json.Nodes;

namespace Orcastra.Simulating;

/// <summary>Somebody deploys a service, new or changed, from a stack file: what is not in the file is gone afterwards.</summary>
internal sealed record Deploy(ScenarioService Service, bool IsNew) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => IsNew ? $"docker stack deploy: {Service.Name} is new" : $"docker stack deploy: {Service.Name} as its file has it now";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => new Deployment(world).DeployAsync(Service, Service.Constraints);
}

/// <summary>Somebody takes a service back to its spec before.</summary>
internal sealed record Rollback(string Service) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker service rollback {Service}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.EditAsync($"/services/{Service}", _ => { }, "&rollback=previous");
}

/// <summary>Somebody scales a service.</summary>
internal sealed record Scale(string Service, int Count) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker service scale {Service}={Count}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.EditAsync($"/services/{Service}", spec => spec["Mode"] = new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = Count } });
}

/// <summary>Somebody replaces the tasks of a service by new ones, wherever these land.</summary>
internal sealed record ForceUpdate(string Service) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker service update --force {Service}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.EditAsync($"/services/{Service}", spec =>
    {
        var task = spec["TaskTemplate"]!;
        task["ForceUpdate"] = (task["ForceUpdate"]?.GetValue<long>() ?? 0) + 1;
    });
}

/// <summary>Somebody moves a service by a constraint on the node's hostname, or lets it go anywhere again.</summary>
/// <param name="Service">Which.</param>
/// <param name="Node">Where to; null for anywhere.</param>
internal sealed record Move(string Service, NodeReference? Node) : Deed
{
    private const string Hostname = "node.hostname";

    /// <inheritdoc/>
    public override string Words(World world) => Node is null
        ? $"docker service update --constraint-rm {Hostname}… {Service}"
        : $"docker service update --constraint-add {Hostname}=={world.Find(Node).Name} {Service}";

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        var name = Node is null ? null : world.Find(Node).Name;
        return world.User.EditAsync($"/services/{Service}", spec =>
        {
            var placement = spec["TaskTemplate"]!["Placement"]!;
            var kept = (placement["Constraints"] as JsonArray ?? []).Select(text => text!.GetValue<string>()).Where(text => !IsHostname(text));
            placement["Constraints"] = new JsonArray([.. kept.Concat(name is null ? [] : [$"{Hostname}=={name}"]).Select(text => (JsonNode)text)]);
        });
    }

    private static bool IsHostname(string constraint) => constraint.TrimStart().StartsWith(Hostname, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Somebody removes a service.</summary>
internal sealed record Remove(string Service) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"docker service rm {Service}";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => world.User.RemoveAsync($"/services/{Service}");
}

/// <summary>A container of a service ends by itself, with an error.</summary>
internal sealed record Crash(string Service) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => $"{Service} crashes";

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        world.Swarm.Faults.Crash(world.Up(Service).FirstOrDefault() ?? throw new ScenarioException($"{Service} is nowhere up now, so it cannot crash"));
        return Task.CompletedTask;
    }
}

/// <summary>The containers of a service use more memory, bit by bit.</summary>
internal sealed record FillMemory(string Service, long To, TimeSpan Over) : Deed
{
    private const int Parts = 20;

    /// <inheritdoc/>
    public override string Words(World world) => $"{Service} comes to use {To / (double)(1 << 30):0.#} GiB of memory";

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        var from = world.MemoryOf(Service);
        for (var part = 1; part <= Parts; part++)
        {
            var bytes = from + ((To - from) * part / Parts);
            world.Timeline.After(Over * part / Parts, () => world.Uses(Service, bytes));
        }

        return Task.CompletedTask;
    }
}
