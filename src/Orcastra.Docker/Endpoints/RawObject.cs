using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>
/// A node, service or config as the engine shows it, to be edited and written back whole. Fields we never heard of
/// survive, and the version makes the write a compare-and-swap.
/// </summary>
internal sealed class RawObject
{
    private readonly Exchange _exchange;
    private readonly string _path;
    private readonly ulong _version;

    private RawObject(Exchange exchange, string path, ulong version, JsonObject spec, JsonObject? previous) =>
        (_exchange, _path, _version, Spec, PreviousSpec) = (exchange, path, version, spec, previous);

    /// <summary>The raw spec, to be edited in place.</summary>
    public JsonObject Spec { get; }

    /// <summary>The raw spec before that; null if there is none.</summary>
    public JsonObject? PreviousSpec { get; }

    /// <summary>Reads the object, which must still have the version that was decided on.</summary>
    public static async Task<RawObject> ReadAsync(Exchange exchange, string path, ulong version, CancellationToken stop)
    {
        var json = await exchange.ReadAsync(path, JsonStreams.ReadObjectAsync, stop);
        var found = json["Version"]?["Index"]?.GetValue<ulong>() ?? throw Strange(exchange, path);
        return found != version
            ? throw new ConflictException(exchange.Asking(HttpMethod.Post, path + "/update"), $"decided on version {version}, found {found}")
            : new(exchange, path, version, json[nameof(Spec)] as JsonObject ?? throw Strange(exchange, path), json[nameof(PreviousSpec)] as JsonObject);
    }

    /// <summary>Writes the spec back if nobody else wrote in between.</summary>
    /// <param name="moreQuery">Further query parameters, each with its <c>&amp;</c>.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task WriteSpecAsync(string moreQuery, CancellationToken stop) => WriteAsync(Spec, moreQuery, stop);

    /// <summary>Writes another spec in its place if nobody else wrote in between.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="moreQuery">Further query parameters, each with its <c>&amp;</c>.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task WriteAsync(JsonObject spec, string moreQuery, CancellationToken stop) => _exchange.WriteAsync(
        HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"{_path}/update?version={_version}{moreQuery}"), spec, stop);

    private static RefusedException Strange(Exchange exchange, string path) =>
        new(exchange.Asking(HttpMethod.Get, path), 200, "the answer has no version or no spec", new JsonException());
}
