using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Core.Planning;

namespace Orcastra.Docker.Wire;

/// <summary>
/// Hash of a raw service spec without what is ours in it for a time. The engine gives back a spec we wrote with empty
/// fields filled in or left out, and with keys in its own order: neither changes the hash.
/// </summary>
public static class UserHash
{
    private const string Constraints = "/TaskTemplate/Placement/Constraints";

    /// <summary>Hashes one spec.</summary>
    /// <param name="spec">The raw spec.</param>
    /// <returns>Lower-case hexadecimal XXH128: it tells changes apart, it guards no secret, and it spares every instance the megabytes of a loaded OpenSSL.</returns>
    public static string Of(JsonElement spec)
    {
        var canonical = Canonical(spec, "")?.ToJsonString() ?? "";
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(canonical)));
    }

    // Null stands for everything empty, so that an object of which nothing but empty fields is left goes too.
    private static JsonNode? Canonical(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => CanonicalObject(value, path),
        JsonValueKind.Array => CanonicalArray(value, path),
        JsonValueKind.String => value.ValueEquals("") ? null : JsonValue.Create(value),
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0 ? null : JsonValue.Create(value),
        JsonValueKind.True => JsonValue.Create(true),
        _ => null,
    };

    private static JsonObject? CanonicalObject(JsonElement value, string path)
    {
        var fields = new JsonObject();
        foreach (var field in value.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            var at = $"{path}/{field.Name}";
            if (!IsOurs(at) && Canonical(field.Value, at) is { } content)
            {
                fields[field.Name] = content;
            }
        }

        return fields.Count > 0 ? fields : null;
    }

    // An empty element keeps its position: ["", "a"] and ["a"] are different arguments.
    private static JsonArray? CanonicalArray(JsonElement value, string path)
    {
        var items = new JsonArray();
        foreach (var item in value.EnumerateArray())
        {
            if (path != Constraints || !Trace.IsGate(item.AsText()))
            {
                items.Add(Canonical(item, path));
            }
        }

        return items.Count > 0 ? items : null;
    }

    private static bool IsOurs(string path) => path is "/Labels/" + Trace.Mark or "/TaskTemplate/ForceUpdate";
}
