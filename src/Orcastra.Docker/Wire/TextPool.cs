using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>
/// Makes one string of texts that come again and again, such as the ID of a service in each of its tasks. It forgets: a text
/// takes the place of another one, so that the pool never grows.
/// </summary>
internal sealed class TextPool
{
    private const int Places = 4096;

    // Longer texts hardly ever come twice.
    private const int Longest = 128;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text or the name of a field that the reader is at.</summary>
    public string Read(in Utf8JsonReader reader) => reader.ValueIsEscaped || reader.HasValueSequence ? reader.GetString()! : Of(reader.ValueSpan);

    /// <summary>The text of bytes in which nothing is escaped.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var place = ref _texts[XxHash3.HashToUInt64(utf8) % Places];
        return place is not null && Ascii.Equals(utf8, place) ? place : place = Encoding.UTF8.GetString(utf8);
    }
}
