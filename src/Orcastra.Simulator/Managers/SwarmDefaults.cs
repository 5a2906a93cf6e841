using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>What a new Swarm has if it is not told otherwise.</summary>
internal static class SwarmDefaults
{
    private const long NanosecondsOfSecond = 1_000_000_000;

    public static JsonObject Fill(JsonObject? wished)
    {
        var spec = new JsonObject
        {
            ["Name"] = "default",
            ["Labels"] = new JsonObject(),
            ["Orchestration"] = new JsonObject { ["TaskHistoryRetentionLimit"] = 5 },
            ["Raft"] = new JsonObject
            {
                ["SnapshotInterval"] = 10000,
                ["KeepOldSnapshots"] = 0,
                ["LogEntriesForSlowFollowers"] = 500,
                ["ElectionTick"] = 10,
                ["HeartbeatTick"] = 1,
            },
            ["Dispatcher"] = new JsonObject { ["HeartbeatPeriod"] = 5 * NanosecondsOfSecond },
            ["CAConfig"] = new JsonObject { ["NodeCertExpiry"] = 90 * 24 * 3600 * NanosecondsOfSecond },
            ["TaskDefaults"] = new JsonObject(),
            ["EncryptionConfig"] = new JsonObject { ["AutoLockManagers"] = false },
        };
        foreach (var (key, value) in wished ?? [])
        {
            if (value is JsonObject { Count: > 0 } || value is JsonValue)
            {
                spec[key] = value.DeepClone();
            }
        }

        spec["Name"] = "default";
        return spec;
    }

    public static JsonObject Ingress() => new()
    {
        ["Name"] = "ingress",
        ["Labels"] = new JsonObject(),
        ["Driver"] = "overlay",
        ["Ingress"] = true,
    };
}
