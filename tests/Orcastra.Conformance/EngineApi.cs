using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>The engine said no.</summary>
public sealed class EngineRefusal(int status, string message) : Exception($"{status}: {message}")
{
    public int Status => status;
}

/// <summary>
/// Plain JSON over HTTP. On purpose not the product's client: a fault of that one must not hide itself here. Everything waits
/// in the time of the Swarm that it asks.
/// </summary>
public sealed class EngineApi(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private readonly HttpMessageInvoker _http = new(handler);

    /// <summary>Speaks over the socket of a real engine.</summary>
    public static EngineApi OverSocket(string socket) => new(HandlerOf(socket), TimeProvider.System);

    public async Task<JsonNode> GetAsync(string path, CancellationToken stop = default) =>
        (await SendAsync(HttpMethod.Get, path, null, stop))!;

    public async Task<JsonArray> ListAsync(string path, CancellationToken stop = default) => (JsonArray)await GetAsync(path, stop);

    public async Task<JsonObject> ReadAsync(string path) => (JsonObject)await GetAsync(path);

    public Task<JsonNode?> PostAsync(string path, JsonNode? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, default, headers);

    public async Task DeleteAsync(string path)
    {
        try
        {
            await SendAsync(HttpMethod.Delete, path, null, default);
        }
        catch (EngineRefusal gone) when (gone.Status == 404)
        {
        }
    }

    /// <summary>Reads, edits and writes; again if somebody else wrote in between.</summary>
    public async Task EditAsync(string path, Action<JsonObject> edit, string more = "")
    {
        for (var attempt = 0; ; attempt++)
        {
            var before = await ReadAsync(path);
            var spec = (JsonObject)before["Spec"]!;
            edit(spec);
            try
            {
                await PostAsync($"{path}/update?version={before["Version"]!["Index"]!.GetValue<ulong>()}{more}", spec);
                return;
            }
            catch (EngineRefusal conflict) when (conflict.Message.Contains("out of sequence", StringComparison.Ordinal) && attempt < 20)
            {
            }
        }
    }

    /// <summary>What the engine answers, word by word, whatever its status.</summary>
    public async Task<RawAnswer> AnswerAsync(HttpMethod method, string path, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var response = await RequestAsync(method, path, body, headers, limit.Token);
        var named = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token), named);
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler HandlerOf(string socket) => new()
    {
        ConnectCallback = async (_, stop) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), stop);
                return new NetworkStream(connection, ownsSocket: true);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
    };

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop, params (string Name, string Value)[] headers)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var response = await RequestAsync(method, path, body, headers, either.Token);
        var text = await response.Content.ReadAsStringAsync(either.Token);
        if (!response.IsSuccessStatusCode)
        {
            throw new EngineRefusal((int)response.StatusCode, $"{method} {path}: {text.Trim()}");
        }

        return text.Length == 0 || text.TrimStart()[0] is not ('{' or '[') ? null : JsonNode.Parse(text);
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, JsonNode? body, (string Name, string Value)[] headers, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, $"http://engine{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, stop);
    }
}
