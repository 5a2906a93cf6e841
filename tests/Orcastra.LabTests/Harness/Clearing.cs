using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>Brings the lab back to how a test may expect it, whatever the last one left.</summary>
internal static class Clearing
{
    /// <summary>Heals, starts and empties everything.</summary>
    /// <returns>The node that leads.</returns>
    public static async Task<LabNode> ClearAsync(Lab lab)
    {
        var (off, cut) = await lab.StatusAsync();
        foreach (var node in cut)
        {
            await lab.HealAsync(node);
        }

        await Task.WhenAll(off.Select(lab.StartAsync));
        var leader = await lab.LeaderAsync();
        await EmptyAsync(leader.Swarm, leader.Api);
        await Task.WhenAll(lab.Nodes.Select(RemoveContainersAsync));
        await RemoveNetworksAsync(leader);
        await Task.WhenAll(lab.Nodes.Select(node => ResetAsync(leader.Swarm, node)));
        await Eventually.BecomesAsync("three ready managers", 90, async () =>
        {
            var nodes = await leader.Swarm.NodesAsync();
            var wrong = nodes.Where(node => node!["Status"]!["State"]!.GetValue<string>() != "ready"
                || node["ManagerStatus"]?["Reachability"]?.GetValue<string>() != "reachable");
            return nodes.Count == 3 && !wrong.Any() ? null : $"{string.Join("; ", wrong.Select(node => node!["Description"]!["Hostname"] + " " + node["Status"]!["State"]))}";
        });
        return leader;
    }

    private static async Task EmptyAsync(SwarmView swarm, EngineApi api)
    {
        foreach (var service in await swarm.ServicesAsync())
        {
            await swarm.RemoveAsync(service!["ID"]!.GetValue<string>());
        }

        await swarm.ForgetAsync();
        await Eventually.BecomesAsync("the tasks of removed services to go", 60, async () =>
        {
            var left = (await api.ListAsync("/tasks")).Count(task => task!["Status"]!["State"]!.GetValue<string>() is "new" or "pending" or "assigned");
            return left == 0 ? null : $"{left} are left";
        });
    }

    private static async Task RemoveContainersAsync(LabNode node)
    {
        await Eventually.BecomesAsync($"{node} to be empty", 60, async () =>
        {
            var left = await node.Api.ListAsync("/containers/json?all=true");
            foreach (var container in left)
            {
                await node.Api.DeleteAsync($"/containers/{container!["Id"]!.GetValue<string>()}?force=true");
            }

            return left.Count == 0 ? null : $"{left.Count} containers are left";
        });
    }

    private static async Task RemoveNetworksAsync(LabNode leader)
    {
        foreach (var network in await leader.Api.ListAsync("/networks"))
        {
            if (network!["Name"]!.GetValue<string>().StartsWith("test-", StringComparison.Ordinal))
            {
                await leader.Api.DeleteAsync($"/networks/{network["Id"]!.GetValue<string>()}");
            }
        }
    }

    private static async Task ResetAsync(SwarmView swarm, LabNode node)
    {
        var spec = (await swarm.NodeAsync(node.Id))["Spec"]!;
        if (spec["Labels"] is JsonObject { Count: > 0 } || spec["Availability"]!.GetValue<string>() != "active" || spec["Role"]!.GetValue<string>() != "manager")
        {
            await swarm.EditNodeAsync(node, edit =>
            {
                edit["Labels"] = new JsonObject();
                edit["Availability"] = "active";
                edit["Role"] = "manager";
            });
        }
    }
}
