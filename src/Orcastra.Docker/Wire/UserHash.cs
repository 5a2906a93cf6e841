using System.IO.Hashing;
using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>
/// Hash of a raw service spec without what is ours in it for a time. The engine gives back a spec we wrote with empty
/// fields filled in or left out, and with keys in its own order: neither changes the hash.
/// </summary>
public static class UserHash
{
    // A list of thousands of services is hashed with one writer, not with one each.
    [ThreadStatic]
    private static CanonicalSpec? _writer;

    /// <summary>Hashes one spec.</summary>
    /// <param name="spec">The raw spec.</param>
    /// <returns>Lower-case hexadecimal XXH128: it tells changes apart, it guards no secret, and it spares every instance the megabytes of a loaded OpenSSL.</returns>
    public static string Of(JsonElement spec) => Of(spec, out _);

    /// <summary>Hashes one spec, and tells how many bytes were hashed.</summary>
    public static string Of(JsonElement spec, out int size)
    {
        var bytes = (_writer ??= new()).Write(spec);
        size = bytes.Length;
        return Convert.ToHexStringLower(XxHash128.Hash(bytes));
    }
}
