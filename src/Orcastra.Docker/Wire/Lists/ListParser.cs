using System.Collections.Immutable;
using System.Text.Json;

namespace Orcastra.Docker.Wire.Lists;

/// <summary>
/// Reads one item. It may be given bytes that end in the middle of it: then it reads as far as they go, and what it returns
/// is dropped.
/// </summary>
/// <param name="reader">Stands before the item.</param>
internal delegate T ItemReader<T>(ref Utf8JsonReader reader);

/// <summary>Takes the items out of a JSON array that comes in pieces.</summary>
/// <param name="read">Reads one item.</param>
internal sealed class ListParser<T>(ItemReader<T> read)
{
    /// <summary>The items so far.</summary>
    public ImmutableArray<T>.Builder Items { get; } = ImmutableArray.CreateBuilder<T>();

    /// <summary>True once the array has ended and nothing follows.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads the items that are whole.</summary>
    /// <param name="utf8">Bytes from the end of the last item on, or from the first byte of all.</param>
    /// <param name="isAll">True if no more will come.</param>
    /// <returns>Where the last whole item ends.</returns>
    /// <exception cref="JsonException">This is no JSON array.</exception>
    public int Read(ReadOnlySpan<byte> utf8, bool isAll)
    {
        var end = 0;
        while (NextItem(utf8, end) is { } start)
        {
            var reader = new Utf8JsonReader(utf8[start..], isAll, state: default);
            var item = read(ref reader);
            if (!IsWhole(reader))
            {
                break;
            }

            Items.Add(item);
            end = start + (int)reader.BytesConsumed;
        }

        return end;
    }

    // An item that was cut off leaves the reader somewhere inside it, or before it.
    private static bool IsWhole(in Utf8JsonReader reader) =>
        reader is { CurrentDepth: 0, TokenType: not (JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray) };

    // Where the next item starts; null if that has not been received, or if there is none.
    private int? NextItem(ReadOnlySpan<byte> utf8, int from)
    {
        var at = AfterSpace(utf8, from);
        if (Items.Count == 0 && at < utf8.Length)
        {
            Expect((byte)'[', utf8[at]);
            at = AfterSpace(utf8, at + 1);
        }

        if (at < utf8.Length && utf8[at] == ']')
        {
            IsOver = AfterSpace(utf8, at + 1) == utf8.Length ? true : throw new JsonException("something follows the end of the array");
            return null;
        }

        if (Items.Count > 0 && at < utf8.Length)
        {
            Expect((byte)',', utf8[at]);
            at = AfterSpace(utf8, at + 1);
        }

        return at < utf8.Length ? at : null;
    }

    private static void Expect(byte wanted, byte found)
    {
        if (found != wanted)
        {
            throw new JsonException($"expected {(char)wanted} of a JSON array, got {(char)found}");
        }
    }

    private static int AfterSpace(ReadOnlySpan<byte> utf8, int from)
    {
        var length = utf8[from..].IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? utf8.Length : from + length;
    }
}
