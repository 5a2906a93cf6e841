using System.Net;
using System.Text.Json.Nodes;

namespace Orcastra.Tests.Cli;

/// <summary>A Swarm that answers the requests of verbs, and keeps what they write by compare-and-swap. Nothing in it moves by itself.</summary>
internal sealed class FakeSwarm : HttpMessageHandler
{
    private int _ids;

    public List<JsonObject> Nodes { get; } = [];

    public List<JsonObject> Services { get; } = [];

    public List<JsonObject> Tasks { get; } = [];

    public List<JsonObject> Configs { get; } = [];

    /// <summary>What was written, as method and path.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>What every request is refused with; null if it is answered.</summary>
    public string? Trouble { get; set; }

    /// <summary>Sees each request, as method and path, and its body before it is answered; what it returns is the request refused with.</summary>
    public Func<string, string, string?> OnRequest { get; set; } = (_, _) => null;

    public JsonObject AddConfig(string name, params (string Key, string Value)[] labels)
    {
        var map = new JsonObject();
        foreach (var (key, value) in labels)
        {
            map[key] = value;
        }

        return AddConfig(new JsonObject { ["Name"] = name, ["Labels"] = map });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        path = path.StartsWith("/v1.", StringComparison.Ordinal) ? path[path.IndexOf('/', 1)..] : path;
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var body = sent.Length == 0 ? null : JsonNode.Parse(sent) as JsonObject;
        lock (this)
        {
            var (status, text) = path == "/_ping" ? (HttpStatusCode.OK, "OK")
                : (OnRequest($"{request.Method} {path}", sent) ?? Trouble) is { } trouble ? (HttpStatusCode.InternalServerError, Message(trouble))
                : request.Method == HttpMethod.Get ? Read(path) : Write(request.Method, path, request.RequestUri.Query, body);
            var answer = new HttpResponseMessage(status) { Content = new StringContent(text), RequestMessage = request };
            answer.Headers.Add("Api-Version", "1.41");
            return answer;
        }
    }

    private (HttpStatusCode Status, string Text) Read(string path) => path switch
    {
        "/nodes" => (HttpStatusCode.OK, SwarmJson.List(Nodes)),
        "/services" => (HttpStatusCode.OK, SwarmJson.List(Services)),
        "/tasks" => (HttpStatusCode.OK, SwarmJson.List(Tasks)),
        "/configs" => (HttpStatusCode.OK, SwarmJson.List(Configs)),
        "/containers/json" => (HttpStatusCode.OK, "[]"),
        "/info" => (HttpStatusCode.OK, """{"Name":"node-a","MemTotal":1000,"Swarm":{"NodeID":"id-node-a","LocalNodeState":"active","ControlAvailable":true}}"""),
        _ => Find(path) is { } found ? (HttpStatusCode.OK, found.ToJsonString()) : (HttpStatusCode.NotFound, Message($"no {path}")),
    };

    private (HttpStatusCode Status, string Text) Write(HttpMethod method, string path, string query, JsonObject? body)
    {
        Writes.Add($"{method} {path}");
        if (path == "/configs/create")
        {
            return (HttpStatusCode.Created, new JsonObject { ["ID"] = AddConfig(body!)["ID"]!.GetValue<string>() }.ToJsonString());
        }

        if (method == HttpMethod.Delete)
        {
            return Configs.Remove(Find(path)!) ? (HttpStatusCode.NoContent, "") : (HttpStatusCode.NotFound, Message("none"));
        }

        var target = Find(path[..path.LastIndexOf('/')])!;
        var version = target["Version"]!["Index"]!.GetValue<int>();
        if (!query.Contains($"version={version}", StringComparison.Ordinal))
        {
            return (HttpStatusCode.InternalServerError, Message("update out of sequence"));
        }

        var spec = query.Contains("rollback=previous", StringComparison.Ordinal) ? target["PreviousSpec"]! : body!;
        if (path.StartsWith("/services", StringComparison.Ordinal))
        {
            target["PreviousSpec"] = target["Spec"]!.DeepClone();
        }

        target["Spec"] = spec.DeepClone();
        target["Version"] = new JsonObject { ["Index"] = version + 1 };
        return (HttpStatusCode.OK, "{}");
    }

    private JsonObject AddConfig(JsonObject spec)
    {
        var config = new JsonObject { ["ID"] = $"config-{_ids++}", ["Version"] = new JsonObject { ["Index"] = 1 }, ["Spec"] = spec.DeepClone() };
        Configs.Add(config);
        return config;
    }

    private JsonObject? Find(string path) => Nodes.Concat(Services).Concat(Configs).FirstOrDefault(one => path.EndsWith("/" + one["ID"]!.GetValue<string>(), StringComparison.Ordinal));

    private static string Message(string text) => new JsonObject { ["message"] = text }.ToJsonString();
}
