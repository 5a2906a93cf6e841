using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>Writes a scenario's service as the API wants it, and as the simulator's containers behave.</summary>
internal static class ServiceSpecs
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Its spec.</summary>
    /// <param name="service">The service.</param>
    /// <param name="constraints">Its constraints.</param>
    /// <param name="networkId">The ID of its network; empty for none.</param>
    public static JsonObject Write(ScenarioService service, ImmutableArray<string> constraints, string networkId)
    {
        var task = new JsonObject
        {
            ["ContainerSpec"] = Container(service),
            ["Placement"] = new JsonObject { ["Constraints"] = Texts(constraints) },
            ["RestartPolicy"] = new JsonObject { ["Condition"] = service.Restart },
            ["Resources"] = new JsonObject(),
        };
        if (service.Reserve > 0)
        {
            task["Resources"]!["Reservations"] = new JsonObject { ["MemoryBytes"] = service.Reserve };
        }

        if (networkId.Length > 0)
        {
            task["Networks"] = new JsonArray(new JsonObject { ["Target"] = networkId });
        }

        var spec = new JsonObject
        {
            ["Name"] = service.Name,
            ["Labels"] = new JsonObject(service.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
            ["TaskTemplate"] = task,
            ["Mode"] = service.IsGlobal ? new JsonObject { ["Global"] = new JsonObject() } : new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = service.Replicas } },
            ["UpdateConfig"] = Update(service),
        };
        if (service.Port > 0)
        {
            var port = new JsonObject { ["Protocol"] = "tcp", ["TargetPort"] = service.Port, ["PublishedPort"] = service.Port, ["PublishMode"] = "host" };
            spec["EndpointSpec"] = new JsonObject { ["Mode"] = "dnsrr", ["Ports"] = new JsonArray(port) };
        }

        return spec;
    }

    /// <summary>How its containers behave.</summary>
    /// <param name="service">The service.</param>
    /// <param name="memory">How much one uses, asked whenever somebody looks.</param>
    public static ServiceBehaviour BehaviourOf(ScenarioService service, Func<long> memory) => new()
    {
        StartTime = service.Start,
        StopTime = service.Stop,
        UnhealthyAfter = service.UnhealthyAfter,
        FailsOn = service.CrashesOn,
        Memory = _ => memory(),
    };

    private static JsonObject Container(ScenarioService service)
    {
        var container = new JsonObject { ["Image"] = service.Image, ["Args"] = Texts([.. service.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]) };
        if (service.Grace is { } grace)
        {
            container["StopGracePeriod"] = Nanoseconds(grace);
        }

        if (service.Volume.Length > 0)
        {
            container["Mounts"] = new JsonArray(new JsonObject { ["Type"] = "volume", ["Source"] = service.Volume, ["Target"] = "/data" });
        }

        return container;
    }

    private static JsonObject Update(ScenarioService service)
    {
        var update = new JsonObject { ["Parallelism"] = 1, ["FailureAction"] = service.FailureAction, ["Order"] = service.IsStartFirst ? "start-first" : "stop-first" };
        if (service.Monitor is { } monitor)
        {
            update["Monitor"] = Nanoseconds(monitor);
        }

        return update;
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * NanosecondsPerTick;

    private static JsonArray Texts(ImmutableArray<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
