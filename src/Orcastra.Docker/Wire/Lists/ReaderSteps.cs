using System.Collections.Immutable;
using System.Text.Json;

namespace Orcastra.Docker.Wire.Lists;

/// <summary>
/// Steps through JSON whose fields may be absent, null or of another kind, and whose bytes may end anywhere: a step that they
/// do not suffice for leaves the reader where no further step gets anywhere.
/// </summary>
internal static class ReaderSteps
{
    /// <summary>Goes into an object. Anything else is skipped.</summary>
    /// <returns>True if it is one.</returns>
    public static bool Enter(this ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        _ = reader.TrySkip();
        return false;
    }

    /// <summary>Goes on to the next field; false at the end of the object. Each field has to be read or skipped.</summary>
    public static bool NextField(this ref Utf8JsonReader reader, TextPool texts, out string name)
    {
        var isThere = reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
        name = isThere ? texts.Read(reader) : "";
        return isThere;
    }

    /// <summary>The field's text; empty if it has none.</summary>
    public static string Text(this ref Utf8JsonReader reader, TextPool texts)
    {
        _ = reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? texts.Read(reader) : "";
        _ = reader.TrySkip();
        return text;
    }

    /// <summary>The field's number; 0 if it has none.</summary>
    public static long Number(this ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : 0;
        _ = reader.TrySkip();
        return number;
    }

    /// <summary>The field's time; the smallest time there is if it has none.</summary>
    public static DateTimeOffset Time(this ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var time = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value) ? value : DateTimeOffset.MinValue;
        _ = reader.TrySkip();
        return time;
    }

    /// <summary>The texts of the field's array; none if it is no array.</summary>
    public static ImmutableArray<string> Texts(this ref Utf8JsonReader reader, TextPool texts)
    {
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _ = reader.TrySkip();
            return [];
        }

        var all = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            all.Add(reader.TokenType == JsonTokenType.String ? texts.Read(reader) : "");
            _ = reader.TrySkip();
        }

        return all.DrainToImmutable();
    }
}
