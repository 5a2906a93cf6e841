using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>Writes a raw service spec in one form whoever wrote it: keys in order, without what is empty or ours.</summary>
internal sealed class CanonicalSpec : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _writer;
    private readonly TextPool _names = new();

    // The fields of all objects that are being written, those of the innermost last.
    private readonly List<Field> _open = [];

    public CanonicalSpec() => _writer = new(_bytes);

    /// <summary>Writes one spec; the bytes are valid until the next.</summary>
    public ReadOnlySpan<byte> Write(JsonElement spec)
    {
        _bytes.ResetWrittenCount();
        _writer.Reset();
        _open.Clear();
        if (!SpecPart.Root.IsAbsent(spec))
        {
            Write(spec, SpecPart.Root);
            _writer.Flush();
        }

        return _bytes.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Write(JsonElement value, SpecPart part)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, part);
                break;
            case JsonValueKind.Array:
                WriteArray(value, part);
                break;
            default:
                value.WriteTo(_writer);
                break;
        }
    }

    private void WriteObject(JsonElement value, SpecPart part)
    {
        var first = _open.Count;
        foreach (var field in value.EnumerateObject())
        {
            if (!part.IsAbsent(field))
            {
                _open.Add(new(NameOf(field), field.Value, part.Below(field)));
            }
        }

        CollectionsMarshal.AsSpan(_open)[first..].Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        _writer.WriteStartObject();
        for (int at = first, end = _open.Count; at < end; at++)
        {
            _writer.WritePropertyName(_open[at].Name);
            Write(_open[at].Value, _open[at].Part);
        }

        _writer.WriteEndObject();
        _open.RemoveRange(first, _open.Count - first);
    }

    // An empty element keeps its position: ["", "a"] and ["a"] are different arguments.
    private void WriteArray(JsonElement value, SpecPart part)
    {
        _writer.WriteStartArray();
        foreach (var item in value.EnumerateArray())
        {
            if (part.IsGate(item))
            {
                continue;
            }

            if (part.IsAbsent(item))
            {
                _writer.WriteNullValue();
            }
            else
            {
                Write(item, part);
            }
        }

        _writer.WriteEndArray();
    }

    private string NameOf(JsonProperty field)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(field);
        return raw.Contains((byte)'\\') ? field.Name : _names.Of(raw);
    }

    private readonly record struct Field(string Name, JsonElement Value, SpecPart Part);
}
