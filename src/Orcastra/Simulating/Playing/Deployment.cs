using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Docker;

namespace Orcastra.Simulating;

/// <summary>Brings services into the Swarm as <c>docker stack deploy</c> does.</summary>
/// <param name="world">Where.</param>
internal sealed class Deployment(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Creates a service, or replaces its whole spec.</summary>
    public async Task DeployAsync(ScenarioService service, ImmutableArray<string> constraints)
    {
        world.Swarm.Behaviours[service.Name] = ServiceSpecs.BehaviourOf(service, () => world.MemoryOf(service.Name));
        world.Uses(service.Name, Math.Max(service.Memory, world.MemoryOf(service.Name)));
        if (service.Pull is { } pull)
        {
            world.Swarm.PullTimes[service.Image] = pull;
        }

        var spec = ServiceSpecs.Write(service, constraints, await NetworkAsync(service.Network));
        if (await world.User.ReadAsync($"/services/{service.Name}") is null)
        {
            await world.User.CreateAsync("/services/create", spec);
            return;
        }

        await world.User.EditAsync($"/services/{service.Name}", now => Replace(now, spec));
    }

    /// <summary>Sets the stage: nodes have their labels, services are up where the scenario wants them.</summary>
    public async Task SetStageAsync()
    {
        var scenario = world.Scenario;
        foreach (var (node, machine) in scenario.Nodes.Zip(world.Swarm.Nodes).Where(pair => !pair.First.Labels.IsEmpty))
        {
            await world.User.EditAsync($"/nodes/{machine.NodeId}", spec => spec["Labels"] = new JsonObject(node.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))));
        }

        foreach (var service in scenario.Services)
        {
            await DeployAsync(service, service.StartsOn.Length > 0 ? service.Constraints.Add($"node.hostname=={service.StartsOn}") : service.Constraints);
        }

        await Sleep.ForAsync(Patience, world.Time, CancellationToken.None);
        foreach (var service in scenario.Services.Where(service => service.StartsOn.Length > 0))
        {
            // Twice: the second one, which changes nothing, takes the first place out of the spec to roll back to.
            await DeployAsync(service, service.Constraints);
            await DeployAsync(service, service.Constraints);
        }

        await Sleep.ForAsync(TimeSpan.FromSeconds(1), world.Time, CancellationToken.None);
    }

    // What is written anew replaces all there is, a gate of ours too; a forced update stays, as the file does not know of it.
    private static void Replace(JsonObject now, JsonObject spec)
    {
        var forced = now["TaskTemplate"]!["ForceUpdate"]?.DeepClone();
        now.Clear();
        foreach (var (key, value) in spec)
        {
            now[key] = value?.DeepClone();
        }

        if (forced is not null)
        {
            now["TaskTemplate"]!["ForceUpdate"] = forced;
        }
    }

    private async Task<string> NetworkAsync(string name)
    {
        if (name.Length == 0)
        {
            return "";
        }

        await world.User.CreateAsync("/networks/create", new JsonObject { ["Name"] = name, ["Driver"] = "overlay" });
        var found = await world.User.ReadAsync($"/networks/{name}");
        return found?.GetProperty("Id").GetString() ?? throw new ScenarioException($"network {name} cannot be made");
    }
}
