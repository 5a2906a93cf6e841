using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>JSON as the engines write it.</summary>
internal static class Wire
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>With the line end that the engines write behind everything.</summary>
    public static byte[] Line(Action<Utf8JsonWriter> write) => [.. Bytes(write), (byte)'\n'];

    public static byte[] Bytes(JsonNode? node) => Bytes(json =>
    {
        if (node is null)
        {
            json.WriteNullValue();
        }
        else
        {
            node.WriteTo(json);
        }
    });

    public static string Word(NodeState state) => state switch
    {
        NodeState.Down => "down",
        NodeState.Ready => "ready",
        NodeState.Disconnected => "disconnected",
        _ => "unknown",
    };

    /// <summary>A time as Go writes it: no zeros at its end.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static void Raw(this Utf8JsonWriter json, string name, byte[] value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    public static void Meta(this Utf8JsonWriter json, Record record)
    {
        json.WriteString("ID", record.Id);
        json.WriteStartObject("Version");
        json.WriteNumber("Index", record.Version);
        json.WriteEndObject();
        json.WriteString("CreatedAt", Time(record.CreatedAt));
        json.WriteString("UpdatedAt", Time(record.UpdatedAt));
    }

    public static void Labels(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> labels)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
