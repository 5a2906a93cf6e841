namespace Orcastra.Conformance;

/// <summary>
/// Makes machines whole that a behaviour which was broken off has left without power, network or Swarm: what it leaves would
/// be the fault of every behaviour after it.
/// </summary>
internal sealed class Restoration(ISwarmUnderTest swarm)
{
    private readonly Patience _patience = new(swarm.Time, TimeSpan.FromSeconds(0.5));

    /// <summary>Brings machines back: connected, on, in the Swarm as it first was, and active.</summary>
    public async Task RestoreAsync(IReadOnlyList<Machine> nodes)
    {
        foreach (var node in nodes)
        {
            await UnlessWellAsync(() => swarm.HealAsync(node));
            await UnlessWellAsync(() => swarm.StartAsync(node));
        }

        var manager = swarm.Nodes[0];
        await _patience.BecomesAsync("the Swarm to answer again", 90, async () =>
            (await manager.Swarm.NodesAsync()).All(node => node!["ManagerStatus"]?["Reachability"]?.GetValue<string>() != "unreachable") ? null : "a manager is away");
        foreach (var node in nodes)
        {
            await RejoinAsync(manager, node);
            await RemoveOldEntriesAsync(manager, node);
            await ReformAsync(manager, node);
        }

        await _patience.BecomesAsync($"{string.Join(", ", nodes)} to be ready", 90, async () =>
            await Task.WhenAll(nodes.Select(manager.Swarm.StateOfAsync)) is var states && states.All(state => state == "ready") ? null : string.Join(", ", states));
    }

    private Task RejoinAsync(Machine manager, Machine node) => _patience.BecomesAsync($"{node} to be in the Swarm again", 120, async () =>
    {
        var id = (await Stage.PartAsync(node))["NodeID"]?.GetValue<string>() ?? "";
        if (id.Length > 0 && (await manager.Swarm.NodesAsync()).Any(entry => entry!["ID"]!.GetValue<string>() == id))
        {
            node.Id = id;
            return null;
        }

        if (IsManager(node))
        {
            return "it is in no Swarm with the others, and no manager is joined again";
        }

        await node.Api.AnswerAsync(HttpMethod.Post, "/swarm/leave?force=1"); // refused where it is in none
        await new Stage(swarm, manager.Number - 1).JoinAsync(node);
        return null;
    });

    private Task RemoveOldEntriesAsync(Machine manager, Machine node) => _patience.BecomesAsync($"the old entries of {node} to be gone", 60, async () =>
    {
        var old = (await manager.Swarm.NodesAsync()).Where(entry => entry!["Description"]?["Hostname"]?.GetValue<string>() == node.Name)
            .Select(entry => entry!["ID"]!.GetValue<string>()).Where(id => id != node.Id).ToList();
        foreach (var id in old)
        {
            await manager.Api.AnswerAsync(HttpMethod.Delete, $"/nodes/{id}"); // refused until it is down
        }

        return old.Count == 0 ? null : $"{old.Count} are left";
    });

    // Refused while a promotion is under way.
    private Task ReformAsync(Machine manager, Machine node) => _patience.BecomesAsync($"{node} to have its role again", 60, async () =>
    {
        await manager.Swarm.EditNodeAsync(node, spec => (spec["Availability"], spec["Role"]) = ("active", IsManager(node) ? "manager" : "worker"));
        return null;
    });

    private bool IsManager(Machine node) => swarm.Nodes.Take(3).Contains(node);

    // What is well already refuses to be mended.
    private static async Task UnlessWellAsync(Func<Task> mend)
    {
#pragma warning disable CA1031 // whatever the reason: what is still ill shows in the waits that follow
        try
        {
            await mend();
        }
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
