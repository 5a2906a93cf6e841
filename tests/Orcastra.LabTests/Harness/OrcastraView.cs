using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>What Orcastra keeps in a Swarm, as one manager shows it.</summary>
internal static class OrcastraView
{
    extension(SwarmView swarm)
    {
        /// <summary>True while a gate of Orcastra is in the spec of the service.</summary>
        public async Task<bool> IsGatedAsync(string name) => (await swarm.SpecAsync(name)).Contains("orcastra.gate", StringComparison.Ordinal);

        /// <summary>Names of the nodes that a gate admits.</summary>
        public async Task<List<string>> AdmittedAsync() => SwarmView.Admitted(await swarm.NodesAsync());

        /// <summary>The same in a list of the nodes.</summary>
        public static List<string> Admitted(JsonArray nodes) =>
            [.. nodes.Where(node => (node!["Spec"]!["Labels"] as JsonObject ?? []).Any(label => label.Key.StartsWith("orcastra.gate", StringComparison.Ordinal))).Select(node => node!["Description"]!["Hostname"]!.GetValue<string>())];

        /// <summary>What Orcastra remembers, as its config object holds it; empty before it has remembered anything.</summary>
        public Task<JsonObject> MemoryAsync() => swarm.ConfigLabelsAsync("orcastra-memory");

        /// <summary>Who holds the lease, as node/host/process; empty if nobody does.</summary>
        public async Task<string> LeaseAsync() => (await swarm.ConfigLabelsAsync("orcastra-lease"))["holder"]?.GetValue<string>() ?? "";

        /// <summary>Removes all configs, and with them what Orcastra remembers.</summary>
        public async Task ForgetAsync()
        {
            foreach (var config in await swarm.ConfigsAsync())
            {
                await swarm.RemoveConfigAsync(config!["ID"]!.GetValue<string>());
            }
        }

        private async Task<JsonObject> ConfigLabelsAsync(string name)
        {
            var found = (await swarm.ConfigsAsync()).FirstOrDefault(config => config!["Spec"]!["Name"]!.GetValue<string>() == name);
            return found?["Spec"]!["Labels"] as JsonObject ?? [];
        }
    }
}
