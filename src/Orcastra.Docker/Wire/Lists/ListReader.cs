using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text.Json;

namespace Orcastra.Docker.Wire.Lists;

/// <summary>
/// Reads a list as it comes in, a chunk at a time. As long as the chunks are those of the earlier answer nothing is parsed;
/// from the first that differs on everything is, beginning with the item that was under way there.
/// </summary>
/// <param name="earlier">The earlier answer.</param>
/// <param name="read">Reads one item.</param>
internal sealed class ListReader<T>(EarlierAnswer<T> earlier, ItemReader<T> read)
{
    /// <summary>Bytes that are received and hashed at once: two times as many are still no large object.</summary>
    private const int ChunkSize = 32 * 1024;

    private readonly ListParser<T> _parser = new(read);
    private readonly ImmutableArray<AnswerMark>.Builder _marks = ImmutableArray.CreateBuilder<AnswerMark>(earlier.Marks.Length);
    private bool _isSame = true;

    /// <summary>Reads a whole answer and remembers it.</summary>
    /// <param name="earlier">The earlier answer; this one replaces it.</param>
    /// <param name="body">The answer.</param>
    /// <param name="read">Reads one item.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="chunkSize">Bytes of a chunk: the same for answers that are to be compared.</param>
    /// <returns>The list: the same object as before if not a byte has changed.</returns>
    /// <exception cref="JsonException">It is no JSON array, or it broke off.</exception>
    public static async ValueTask<ImmutableArray<T>> ReadAsync(
        EarlierAnswer<T> earlier, Stream body, ItemReader<T> read, CancellationToken stop, int chunkSize = ChunkSize)
    {
        using var buffer = new AnswerBuffer(chunkSize);
        var list = new ListReader<T>(earlier, read);
        while (await buffer.ReceiveAsync(body, stop))
        {
            list.Take(buffer);
        }

        return list.Finish(buffer);
    }

    private void Take(AnswerBuffer buffer)
    {
        var hash = XxHash128.HashToUInt128(buffer.Chunk);
        if (_isSame && _marks.Count < earlier.Marks.Length && earlier.Marks[_marks.Count] is var known && known.Hash == hash)
        {
            buffer.Drop(known.ReadTo);
            _marks.Add(known);
            return;
        }

        Differ();
        buffer.Drop(buffer.ReadTo + _parser.Read(buffer.Unread, isAll: false));
        _marks.Add(new(hash, _parser.Items.Count, buffer.ReadTo));
    }

    private ImmutableArray<T> Finish(AnswerBuffer buffer)
    {
        if (_isSame && _marks.Count == earlier.Marks.Length && _marks.Count > 0)
        {
            return earlier.Items;
        }

        Differ();
        _parser.Read(buffer.Unread, isAll: true);
        if (!_parser.IsOver)
        {
            throw new JsonException("the array has no end");
        }

        earlier.Replace(_parser.Items.DrainToImmutable(), _marks.DrainToImmutable());
        return earlier.Items;
    }

    // From here on the answer is another one: what it had in common with the earlier one is taken over.
    private void Differ()
    {
        if (_isSame && _marks.Count > 0)
        {
            _parser.Items.AddRange(earlier.Items, _marks[^1].Items);
        }

        _isSame = false;
    }
}
