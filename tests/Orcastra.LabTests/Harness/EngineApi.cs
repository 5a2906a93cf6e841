using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>The engine said no.</summary>
internal sealed class EngineRefusal(int status, string message) : Exception($"{status}: {message}")
{
    public int Status => status;
}

/// <summary>
/// Plain JSON over a node's socket. On purpose not the product's client: a fault of that one must not hide itself here.
/// </summary>
internal sealed class EngineApi(string socket) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
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
    })
    {
        BaseAddress = new Uri("http://engine"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public async Task<JsonNode> GetAsync(string path, CancellationToken stop = default) =>
        (await SendAsync(HttpMethod.Get, path, null, stop))!;

    public async Task<JsonArray> ListAsync(string path, CancellationToken stop = default) => (JsonArray)await GetAsync(path, stop);

    public async Task<JsonObject> ReadAsync(string path) => (JsonObject)await GetAsync(path);

    public Task<JsonNode?> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Post, path, body, default);

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

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        if (!response.IsSuccessStatusCode)
        {
            throw new EngineRefusal((int)response.StatusCode, $"{method} {path}: {text.Trim()}");
        }

        return text.Length == 0 || text.TrimStart()[0] is not ('{' or '[') ? null : JsonNode.Parse(text);
    }
}
