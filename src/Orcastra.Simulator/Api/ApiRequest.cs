using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>A request as an engine reads it.</summary>
internal sealed class ApiRequest
{
    private static readonly char[] Separator = ['/'];
    private readonly Dictionary<string, string> _query = new(StringComparer.Ordinal);
    private readonly byte[] _body;

    public ApiRequest(string method, string pathAndQuery, byte[] body)
    {
        (Method, _body) = (method, body);
        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? pathAndQuery : pathAndQuery[..mark];
        QueryText = mark < 0 ? "" : pathAndQuery[(mark + 1)..];
        (Version, Path) = SplitVersion(path);
        Parts = [.. Path.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        foreach (var pair in QueryText.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = pair.Split('=', 2);
            _query[Decode(sides[0])] = sides.Length > 1 ? Decode(sides[1]) : "";
        }
    }

    public string Method { get; }

    /// <summary>Without the version.</summary>
    public string Path { get; }

    public string QueryText { get; }

    /// <summary>The version asked for; null if none is.</summary>
    public string? Version { get; }

    public IReadOnlyList<string> Parts { get; }

    public bool IsRead => Method is "GET" or "HEAD";

    public string this[string query] => _query.GetValueOrDefault(query, "");

    public bool Flag(string query) => this[query] is "1" or "true" or "True" or "TRUE";

    /// <summary>True for such a request; a star stands for any one part.</summary>
    public bool Is(string method, params ReadOnlySpan<string> parts)
    {
        if (Method != method || Parts.Count != parts.Length)
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] != "*" && parts[i] != Parts[i])
            {
                return false;
            }
        }

        return true;
    }

    public JsonObject Body()
    {
        try
        {
            return _body.Length == 0 ? [] : JsonNode.Parse(_body) as JsonObject ?? throw new Refusal(400, "invalid JSON: expected an object");
        }
        catch (JsonException problem)
        {
            throw new Refusal(400, $"invalid JSON: {problem.Message}");
        }
    }

    /// <summary>The version that a write was decided on.</summary>
    public ulong VersionOf(string what) => ulong.TryParse(this["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        ? version
        : throw new Refusal(400, $"invalid {what} version '{this["version"]}': strconv.ParseUint: parsing \"{this["version"]}\": invalid syntax");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static (string? Version, string Path) SplitVersion(string path)
    {
        if (path.Length < 3 || !path.StartsWith("/v", StringComparison.Ordinal) || !char.IsAsciiDigit(path[2]))
        {
            return (null, path);
        }

        var end = path.IndexOf('/', 1);
        return end < 0 ? (path[2..], "/") : (path[2..end], path[end..]);
    }
}
