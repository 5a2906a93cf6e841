using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>What a spec has that does not say it.</summary>
internal static class ServiceDefaults
{
    private const long Second = 1_000_000_000;

    /// <summary>The spec as managers keep it. Fields nobody knows stay in it.</summary>
    public static JsonObject Normalize(JsonObject raw)
    {
        var spec = new JsonObject
        {
            ["Name"] = raw.Text("Name"),
            ["Labels"] = raw.Child("Labels")?.DeepClone() ?? new JsonObject(),
        };
        foreach (var (key, value) in raw.Where(pair => pair.Value is not null))
        {
            spec[key] ??= value!.DeepClone();
        }

        if (spec["TaskTemplate"] is not JsonObject template)
        {
            spec["TaskTemplate"] = template = [];
        }

        if (template["ContainerSpec"] is JsonObject container)
        {
            container["Isolation"] ??= "default";
        }

        template["ForceUpdate"] ??= 0;
        template["Runtime"] ??= "container";
        if (spec["Mode"] is not JsonObject { Count: > 0 })
        {
            spec["Mode"] = new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = 1 } };
        }
        else if (spec["Mode"]!["ReplicatedJob"] is JsonObject job)
        {
            job["MaxConcurrent"] ??= 1;
            job["TotalCompletions"] ??= job["MaxConcurrent"]!.DeepClone();
        }

        return spec;
    }

    /// <summary>With the defaults that <c>insertDefaults</c> asks for.</summary>
    public static byte[] Insert(JsonObject raw)
    {
        var spec = (JsonObject)raw.DeepClone();
        var template = (JsonObject)spec["TaskTemplate"]!;
        if (template["ContainerSpec"] is JsonObject container)
        {
            container["StopGracePeriod"] ??= 10 * Second;
        }

        template["RestartPolicy"] ??= new JsonObject { ["Condition"] = "any", ["Delay"] = 5 * Second, ["MaxAttempts"] = 0 };
        spec["UpdateConfig"] ??= Update();
        spec["RollbackConfig"] ??= Update();
        spec["EndpointSpec"] ??= new JsonObject { ["Mode"] = "vip" };
        return Wire.Bytes(spec);
    }

    private static JsonObject Update() => new()
    {
        ["Parallelism"] = 1,
        ["FailureAction"] = "pause",
        ["Monitor"] = 5 * Second,
        ["MaxFailureRatio"] = 0,
        ["Order"] = "stop-first",
    };
}
