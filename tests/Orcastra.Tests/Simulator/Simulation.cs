using System.Text;
using System.Text.Json.Nodes;
using Orcastra.Docker;
using Orcastra.Simulator;

namespace Orcastra.Tests.Simulator;

/// <summary>A simulated Swarm with the few words that its tests need.</summary>
internal sealed class Simulation : IDisposable
{
    private readonly Dictionary<SimulatedNode, HttpMessageInvoker> _invokers = [];
    private readonly List<DockerClient> _clients = [];

    public Simulation(SimulationOptions? options = null)
    {
        Timeline = new();
        Swarm = new(options ?? new(), Timeline);
        Time = new(Timeline);
        Swarm.ContainerChanged += Changes.Add;
    }

    public Timeline Timeline { get; }

    public VirtualTime Time { get; }

    public SimulatedSwarm Swarm { get; }

    public List<ContainerChange> Changes { get; } = [];

    public SimulatedNode this[int number] => Swarm.Nodes[number - 1];

    /// <summary>Orcastra's ordinary client of a node's engine.</summary>
    public DockerClient Client(int number = 1)
    {
        var endpoint = DockerEndpoint.Parse("tcp://simulated:2375", false, null, null);
        var client = new DockerClient(endpoint, Time, new() { HandlerFactory = () => Swarm.Handler(this[number]) });
        _clients.Add(client);
        return client;
    }

    public (int Status, string Body) Send(string method, string path, string? body = null, int node = 1)
    {
        if (!_invokers.TryGetValue(this[node], out var invoker))
        {
            _invokers[this[node]] = invoker = new(Swarm.Handler(this[node]));
        }

        using var request = new HttpRequestMessage(new(method), "http://docker" + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = Timeline.Run(invoker.SendAsync(request, CancellationToken.None));
        return ((int)response.StatusCode, Timeline.Run(response.Content.ReadAsStringAsync()));
    }

    public JsonNode Get(string path, int node = 1)
    {
        var (status, body) = Send("GET", path, null, node);
        Assert.True(status == 200, $"GET {path}: {status} {body}");
        return JsonNode.Parse(body)!;
    }

    public string Create(string name, string command = "serve", int replicas = 1, string[]? constraints = null, string more = "", string template = "", string container = "")
    {
        var words = new JsonArray([.. command.Split(' ').Select(word => (JsonNode)word)]);
        var places = new JsonArray([.. (constraints ?? []).Select(text => (JsonNode)text)]);
        var mode = replicas < 0 ? """{"Global":{}}""" : $"{{\"Replicated\":{{\"Replicas\":{replicas}}}}}";
        var (status, body) = Send("POST", "/services/create", $$$$"""
            {"Name":"{{{{name}}}}","Labels":{},"TaskTemplate":{"ContainerSpec":{"Image":"lab:1","Args":{{{{words.ToJsonString()}}}}{{{{container}}}} },"Placement":{"Constraints":{{{{places.ToJsonString()}}}} }{{{{template}}}} },"Mode":{{{{mode}}}}{{{{more}}}} }
            """);
        Assert.True(status == 201, body);
        return JsonNode.Parse(body)!["ID"]!.GetValue<string>();
    }

    /// <summary>Writes a service's spec back after an edit.</summary>
    public void Update(string name, Action<JsonObject> edit, string query = "")
    {
        var service = Get($"/services/{name}");
        var spec = (JsonObject)service["Spec"]!;
        edit(spec);
        var (status, body) = Send("POST", $"/services/{name}/update?version={service["Version"]!["Index"]}{query}", spec.ToJsonString());
        Assert.True(status == 200, body);
    }

    public void Constrain(string name, params string[] constraints) => Update(name, spec =>
        spec["TaskTemplate"]!["Placement"]!["Constraints"] = new JsonArray([.. constraints.Select(text => (JsonNode)text)]));

    public void Node(int number, Action<JsonObject> edit)
    {
        var node = Get($"/nodes/node{number}");
        var spec = (JsonObject)node["Spec"]!;
        edit(spec);
        var (status, body) = Send("POST", $"/nodes/node{number}/update?version={node["Version"]!["Index"]}", spec.ToJsonString());
        Assert.True(status == 200, body);
    }

    public void Label(int number, string key, string? value) => Node(number, spec =>
    {
        if (value is null)
        {
            ((JsonObject)spec["Labels"]!).Remove(key);
        }
        else
        {
            spec["Labels"]![key] = value;
        }
    });

    /// <summary>Where a service is really up, in order.</summary>
    public string Up(string service) => string.Join(' ', Swarm.Containers.Where(container => container.Service == service).Select(container => container.Node.Name).Order(StringComparer.Ordinal));

    public List<JsonNode> Tasks(string service) => [.. ((JsonArray)Get($"/tasks?filters={Uri.EscapeDataString($"{{\"service\":[\"{service}\"]}}")}")).Select(task => task!)];

    public void Pass(double seconds) => Timeline.RunFor(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass until this holds.</summary>
    /// <returns>How many seconds that took.</returns>
    public double Until(Func<bool> holds, double atMost = 60, Func<string>? story = null)
    {
        var began = Timeline.Now;
        Assert.True(Timeline.RunUntil(holds, TimeSpan.FromSeconds(atMost)), $"did not happen within {atMost} s\n{story?.Invoke()}");
        return (Timeline.Now - began).TotalSeconds;
    }

    /// <summary>For how many seconds at most two containers of a slot were up at once.</summary>
    public double Overlap(string service)
    {
        var changes = Changes.Where(change => change.Container.Service == service).ToList();
        var (longest, since, up) = (0.0, Timeline.Now, 0);
        foreach (var change in changes)
        {
            if (up > 1)
            {
                longest = Math.Max(longest, (change.At - since).TotalSeconds);
            }

            up += change.IsStart ? 1 : -1;
            since = up == 2 && change.IsStart ? change.At : since;
        }

        return up > 1 ? Math.Max(longest, (Timeline.Now - since).TotalSeconds) : longest;
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Dispose();
        }

        _clients.ForEach(client => client.DisposeAsync().AsTask().GetAwaiter().GetResult());
    }
}
