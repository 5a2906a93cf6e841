using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker;
using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>Somebody at a terminal, who types <c>docker</c> commands at whichever manager answers, and again if need be.</summary>
/// <param name="swarm">The Swarm.</param>
/// <param name="time">Its time.</param>
internal sealed class SwarmUser(SimulatedSwarm swarm, TimeProvider time) : IDisposable
{
    private const int MostTries = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<SimulatedNode, HttpMessageInvoker> _engines = [];

    /// <summary>Reads something; null if nobody answers now.</summary>
    public async Task<JsonElement?> ReadAsync(string path)
    {
        var (status, body) = await SendAsync("GET", path, null);
        if (status != 200)
        {
            return null;
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    /// <summary>Creates something.</summary>
    public async Task CreateAsync(string path, JsonObject body)
    {
        for (var tries = 1; ; tries++)
        {
            var (status, answer) = await SendAsync("POST", path, body);
            if (status is 200 or 201 or 409)
            {
                return;
            }

            await TryAgainAsync($"POST {path}", status, answer, tries);
        }
    }

    /// <summary>Removes something; done if it is not there.</summary>
    public async Task RemoveAsync(string path)
    {
        for (var tries = 1; ; tries++)
        {
            var (status, answer) = await SendAsync("DELETE", path, null);
            if (status is 200 or 204 or 404)
            {
                return;
            }

            await TryAgainAsync($"DELETE {path}", status, answer, tries);
        }
    }

    /// <summary>Edits the spec of a service or node, as it is at that moment.</summary>
    /// <param name="path">Such as <c>/services/web</c>.</param>
    /// <param name="edit">Changes the spec.</param>
    /// <param name="query">More for the update's query, such as <c>&amp;rollback=previous</c>.</param>
    public async Task EditAsync(string path, Action<JsonObject> edit, string query = "")
    {
        for (var tries = 1; ; tries++)
        {
            var (status, answer) = await SendAsync("GET", path, null);
            if (status == 200)
            {
                var found = JsonNode.Parse(answer)!;
                var spec = (JsonObject)found["Spec"]!;
                edit(spec);
                (status, answer) = await SendAsync("POST", $"{path}/update?version={found["Version"]!["Index"]}{query}", spec);
                if (status == 200)
                {
                    return;
                }
            }

            await TryAgainAsync(path, status, answer, tries);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var engine in _engines.Values)
        {
            engine.Dispose();
        }
    }

    // What is refused for good (400, 404) stays refused; a version that moved on, or a leader that is missing, does not.
    private async Task TryAgainAsync(string what, int status, string answer, int tries)
    {
        if (status is 400 or 404 || tries >= MostTries)
        {
            throw new ScenarioException($"{what}: the Swarm answers {status} {Message(answer)}");
        }

        await Sleep.ForAsync(Rest, time, CancellationToken.None);
    }

    private static string Message(string answer)
    {
        try
        {
            return JsonNode.Parse(answer)?["message"]?.GetValue<string>() ?? answer;
        }
        catch (JsonException)
        {
            return answer;
        }
    }

    private async Task<(int Status, string Body)> SendAsync(string method, string path, JsonObject? body)
    {
        var (status, answer) = (0, "no manager can be reached");
        foreach (var node in swarm.Nodes.Where(node => node is { IsOn: true, IsEngineUp: true, IsCut: false }).OrderByDescending(node => node == swarm.Leader))
        {
            (status, answer) = await SendAsync(node, method, path, body);
            if (status is not (0 or 500 or 503) || answer.Contains("out of sequence", StringComparison.Ordinal))
            {
                return (status, answer);
            }
        }

        return (status, answer);
    }

    private async Task<(int Status, string Body)> SendAsync(SimulatedNode node, string method, string path, JsonObject? body)
    {
        if (!_engines.TryGetValue(node, out var engine))
        {
            _engines[node] = engine = new(swarm.Handler(node));
        }

        using var request = new HttpRequestMessage(new(method), "http://docker" + path);
        request.Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            using var response = await engine.SendAsync(request, patience.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(patience.Token));
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return (0, fault.Message);
        }
    }
}
