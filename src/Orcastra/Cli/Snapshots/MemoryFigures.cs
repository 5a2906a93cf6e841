using System.Globalization;
using System.Text.Json.Nodes;
using Orcastra.Docker;

namespace Orcastra.Cli.Snapshots;

/// <summary>
/// What one engine can tell of memory: its own node's, and that of the services whose containers it runs. The others'
/// are left out rather than guessed.
/// </summary>
/// <param name="docker">The engine.</param>
/// <param name="readMemInfo">Reads this machine's <c>/proc/meminfo</c>.</param>
internal sealed class MemoryFigures(DockerClient docker, Func<string> readMemInfo)
{
    private const string ServiceLabel = "com.docker.swarm.service.name";

    /// <summary>Reads them; what cannot be read is left out and named.</summary>
    public async Task<JsonObject> ReadAsync(Action<string> missing, CancellationToken stop)
    {
        var nodes = new JsonObject();
        var services = new JsonObject();
        try
        {
            var state = await docker.System.InfoAsync(stop);
            nodes[state.Hostname] = NodeFigures(state);
            await AddServicesAsync(services, state.Hostname, stop);
        }
        catch (Exception fault) when (fault is DockerException or IOException)
        {
            missing($"memory figures are incomplete: {fault.Message}");
        }

        return new JsonObject { ["nodes"] = nodes, ["services"] = services };
    }

    private JsonObject NodeFigures(EngineState state)
    {
        var figures = new JsonObject { ["totalBytes"] = state.MemoryBytes };

        // The API does not tell what is available; the kernel does, where the engine is on this machine.
        if (docker.Endpoint.Kind == EndpointKind.Unix && Available(readMemInfo()) is { } available)
        {
            figures["availableBytes"] = available;
        }

        return figures;
    }

    private async Task AddServicesAsync(JsonObject services, string host, CancellationToken stop)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var container in await docker.Containers.ListAsync(includeStopped: false, stop))
        {
            if (container.Labels.TryGetValue(ServiceLabel, out var service) && await UsedAsync(container.Id, stop) is { } used)
            {
                sums[service] = sums.GetValueOrDefault(service) + used;
            }
        }

        foreach (var (service, used) in sums)
        {
            services[service] = new JsonObject { [host] = used };
        }
    }

    private async Task<long?> UsedAsync(string container, CancellationToken stop)
    {
        try
        {
            return (await docker.Containers.StatsOnceAsync(container, stop))?.MemoryUsed;
        }
        catch (NotFoundException)
        {
            return null; // gone since it was listed
        }
    }

    private static long? Available(string memInfo) => memInfo.Split('\n')
        .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => line["MemAvailable:".Length..].Trim().Split(' ')[0])
        .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : (long?)null)
        .FirstOrDefault();
}
