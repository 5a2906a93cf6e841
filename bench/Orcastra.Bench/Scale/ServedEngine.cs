using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orcastra.Bench.Scale;

/// <summary>An engine that answers from bytes at hand, and keeps config objects. It counts what it serves.</summary>
internal sealed class ServedEngine
{
    private readonly Dictionary<string, Func<Stream>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _configs = new(StringComparer.Ordinal);

    /// <summary>Requests answered so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Answers a path, without its query, with these bytes; the watch's list of tasks has a path of its own.</summary>
    public void Serve(string path, Func<Stream> open) => _lists[path] = open;

    /// <summary>A client's way to it.</summary>
    public HttpMessageHandler Handler() => new Way(this);

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        Requests++;
        var (path, query) = (request.RequestUri!.AbsolutePath, request.RequestUri.Query);
        path = path.StartsWith("/v1", StringComparison.Ordinal) ? path[path.IndexOf('/', 1)..] : path;
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(Open(request, path, query)) };
        answer.Headers.Add("Api-Version", "1.51");
        return answer;
    }

    private Stream Open(HttpRequestMessage request, string path, string query)
    {
        if (_lists.TryGetValue(path == "/tasks" && query.Length > 0 ? "/tasks?running" : path, out var open))
        {
            return open();
        }

        return path.StartsWith("/configs", StringComparison.Ordinal) ? Text(Config(request, path, query)) : Text("");
    }

    private string Config(HttpRequestMessage request, string path, string query)
    {
        if (path == "/configs")
        {
            return new JsonArray([.. _configs.Where(config => query.Contains(config.Key, StringComparison.Ordinal)).Select(config => (JsonNode)config.Value.DeepClone())]).ToJsonString();
        }

        if (request.Method != HttpMethod.Post)
        {
            return _configs[path.Split('/')[2]].ToJsonString();
        }

        using var body = request.Content!.ReadAsStream();
        var spec = JsonNode.Parse(body)!.AsObject();
        var id = spec["Name"]!.GetValue<string>();
        var version = _configs.TryGetValue(id, out var before) ? before["Version"]!["Index"]!.GetValue<int>() + 1 : 1;
        _configs[id] = new JsonObject { ["ID"] = id, ["Version"] = new JsonObject { ["Index"] = version }, ["Spec"] = spec };
        return new JsonObject { ["ID"] = id }.ToJsonString();
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Way(ServedEngine engine) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(engine.Answer(request));
    }
}
