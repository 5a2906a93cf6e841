using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>Shows nodes.</summary>
internal static class NodeJson
{
    private const int ManagerPort = 2377;

    /// <summary>The plugins that are part of every engine.</summary>
    public static readonly (string Type, string Name)[] BuiltIn =
    [
        ("Log", "awslogs"), ("Log", "fluentd"), ("Log", "gcplogs"), ("Log", "gelf"), ("Log", "journald"), ("Log", "json-file"), ("Log", "local"),
        ("Log", "splunk"), ("Log", "syslog"), ("Network", "bridge"), ("Network", "host"), ("Network", "ipvlan"), ("Network", "macvlan"),
        ("Network", "null"), ("Network", "overlay"), ("Volume", "local"),
    ];

    public static byte[] Of(NodeRecord node, Grid grid) => Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.Meta(node);
        json.Raw("Spec", Wire.Bytes(node.Spec.Raw));
        WriteDescription(json, node.Description);
        json.WriteStartObject("Status");
        json.WriteString("State", Wire.Word(node.State));
        if (node.Message.Length > 0)
        {
            json.WriteString("Message", node.Message);
        }

        json.WriteString("Addr", node.Address);
        json.WriteEndObject();
        if (grid.Members.ContainsKey(node.Id))
        {
            WriteManagerStatus(json, node, grid);
        }

        json.WriteEndObject();
    });

    public static string ManagerAddress(string address) => $"{address}:{ManagerPort}";

    public static void WriteTls(Utf8JsonWriter json)
    {
        json.WriteStartObject("TLSInfo");
        json.WriteString("TrustRoot", "-----BEGIN CERTIFICATE-----\nMIIBc2ltdWxhdGVk\n-----END CERTIFICATE-----\n");
        json.WriteString("CertIssuerSubject", "MBMxETAPBgNVBAMTCHN3YXJtLWNh");
        json.WriteString("CertIssuerPublicKey", "MFkwc2ltdWxhdGVk");
        json.WriteEndObject();
    }

    private static void WriteDescription(Utf8JsonWriter json, NodeDescription description)
    {
        json.WriteStartObject("Description");
        json.WriteString("Hostname", description.Hostname);
        json.WriteStartObject("Platform");
        json.WriteString("Architecture", NodeDescription.Architecture);
        json.WriteString("OS", NodeDescription.System);
        json.WriteEndObject();
        json.WriteStartObject("Resources");
        json.WriteNumber("NanoCPUs", description.Capacity.NanoCpus);
        json.WriteNumber("MemoryBytes", description.Capacity.Memory);
        WriteGeneric(json, description.Capacity.Generic);
        json.WriteEndObject();
        json.WriteStartObject("Engine");
        json.WriteString("EngineVersion", description.EngineVersion);
        if (description.EngineLabels.Count > 0)
        {
            json.Labels("Labels", description.EngineLabels);
        }

        json.WriteStartArray("Plugins");
        foreach (var (type, name) in BuiltIn.Concat(description.Plugins))
        {
            json.WriteStartObject();
            json.WriteString("Type", type);
            json.WriteString("Name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        WriteTls(json);
        json.WriteEndObject();
    }

    private static void WriteGeneric(Utf8JsonWriter json, IReadOnlyDictionary<string, long> generic)
    {
        if (generic.Count == 0)
        {
            return;
        }

        json.WriteStartArray("GenericResources");
        foreach (var (kind, value) in generic.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteStartObject("DiscreteResourceSpec");
            json.WriteString("Kind", kind);
            json.WriteNumber("Value", value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteManagerStatus(Utf8JsonWriter json, NodeRecord node, Grid grid)
    {
        json.WriteStartObject("ManagerStatus");
        if (grid.Leader?.NodeId == node.Id)
        {
            json.WriteBoolean("Leader", true);
        }

        json.WriteString("Reachability", grid.IsReachable(node.Id) ? "reachable" : "unreachable");
        json.WriteString("Addr", ManagerAddress(node.Address));
        json.WriteEndObject();
    }
}
