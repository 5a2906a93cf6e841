using System.Text;
using System.Text.Json.Nodes;

namespace Orcastra.Tests.Faults;

/// <summary>Stands between Orcastra and its engine and changes what is written and what is seen.</summary>
internal sealed class Meddler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public Action<JsonNode>? OnServiceWrite { get; init; }

    public Action<JsonNode>? OnNodeWrite { get; init; }

    public Action<string, JsonNode>? OnRead { get; init; }

    public Func<JsonNode, bool>? Drops { get; init; }

    /// <summary>True to look at nodes once and go on with that.</summary>
    public bool Remembers { get; init; }

    private readonly Dictionary<string, byte[]> _seen = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get)
        {
            return path.EndsWith("/events", StringComparison.Ordinal) ? await base.SendAsync(request, cancellationToken) : await ReadAsync(request, path, cancellationToken);
        }

        if (request.Content is null || !path.EndsWith("/update", StringComparison.Ordinal) || path.Contains("/configs/", StringComparison.Ordinal))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var spec = JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!;
        var isService = path.Contains("/services/", StringComparison.Ordinal);
        if (isService && Drops?.Invoke(spec) == true)
        {
            return new() { Content = new StringContent("{}"), RequestMessage = request };
        }

        (isService ? OnServiceWrite : OnNodeWrite)?.Invoke(spec);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(spec.ToJsonString()));
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> ReadAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        var key = request.RequestUri!.PathAndQuery;
        if (Remembers && path.EndsWith("/nodes", StringComparison.Ordinal) && _seen.TryGetValue(key, out var known))
        {
            return new() { Content = new ByteArrayContent(known), RequestMessage = request };
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode && path[(path.LastIndexOf('/') + 1)..] is not "_ping")
        {
            var seen = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken))!;
            OnRead?.Invoke(path, seen);
            response.Content = new ByteArrayContent(_seen[key] = Encoding.UTF8.GetBytes(seen.ToJsonString()));
        }

        return response;
    }
}
