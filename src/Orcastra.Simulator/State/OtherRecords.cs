using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>A config or a secret.</summary>
internal sealed class ContentRecord(string id, JsonObject spec, bool isSecret) : Record(id)
{
    /// <summary>As it was written, data included.</summary>
    public JsonObject Spec { get; set; } = spec;

    public bool IsSecret { get; } = isSecret;

    public string Name => Spec.Text("Name");
}

/// <summary>A network of the whole Swarm.</summary>
internal sealed class NetworkRecord(string id, JsonObject spec, int number) : Record(id)
{
    public JsonObject Spec { get; } = spec;

    /// <summary>Its place in the pool of subnets.</summary>
    public int Number { get; } = number;

    /// <summary>The last address given away in it.</summary>
    public int LastAddress { get; set; } = 1;

    public string Name => Spec.Text("Name");

    public string NextAddress() => $"10.0.{Number}.{++LastAddress % 254}/24";
}

/// <summary>The Swarm itself.</summary>
internal sealed class SwarmRecord(string id, JsonObject spec) : Record(id)
{
    public JsonObject Spec { get; set; } = spec;

    public string WorkerToken { get; set; } = "";

    public string ManagerToken { get; set; } = "";

    /// <summary>Empty unless managers are locked.</summary>
    public string UnlockKey { get; set; } = "";

    public int TaskHistory => Spec.Child("Orchestration").Number("TaskHistoryRetentionLimit") is > 0 and var limit ? (int)limit : 5;

    public bool IsLocking => Spec.Child("EncryptionConfig").Flag("AutoLockManagers");
}
