using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker.Wire;
using Polly;
using Polly.Retry;

namespace Orcastra.Docker.Transport;

/// <summary>Sends requests and reads answers: the version in the path, time-outs, retries of reads, typed errors.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly ResiliencePipeline _retries;
    private readonly Negotiation _negotiation;
    private readonly Line _line;

    public Exchange(DockerEndpoint endpoint, TimeProvider time, DockerClientOptions options)
    {
        _line = new(endpoint, time, options);
        _negotiation = new(endpoint.ApiVersion, PingAsync);
        // It waits by itself: the pipeline's own wait goes on on the thread pool when it is cancelled.
        _retries = options.ReadRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<EngineUnreachableException>(),
                MaxRetryAttempts = options.ReadRetries,
                Delay = TimeSpan.Zero,
                OnRetry = failed => new(Sleep.ForAsync(options.RetryDelay * Math.Pow(2, failed.AttemptNumber), time, failed.Context.CancellationToken)),
            })
            .Build();
    }

    public DockerEndpoint Endpoint => _line.Endpoint;

    public long Requests => _line.Requests;

    /// <summary>Names a request for messages.</summary>
    public Asked Asking(HttpMethod method, string path) => new(Endpoint.Display, $"{method} {path.Split('?')[0]}");

    /// <summary>Asks for something, again if the connection fails.</summary>
    public Task<T> ReadAsync<T>(string path, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken stop) =>
        _retries.ExecuteAsync(
            async (work, token) => await work.This.SendAsync(HttpMethod.Get, work.Path, null, work.Read, token),
            (This: this, Path: path, Read: read),
            stop).AsTask();

    /// <summary>Writes something, once.</summary>
    public Task WriteAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop) =>
        SendAsync(method, path, body, static (_, _) => ValueTask.FromResult(true), stop);

    /// <summary>Writes something, once, and reads the answer.</summary>
    public Task<T> WriteAsync<T>(
        HttpMethod method, string path, JsonNode? body, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken stop) =>
        SendAsync(method, path, body, read, stop);

    /// <summary>Asks the engine what it is, without a version in the path.</summary>
    public async Task<ApiVersion> PingAsync(CancellationToken stop)
    {
        var asked = Asking(HttpMethod.Get, "/_ping");
        using var request = Request(HttpMethod.Get, "/_ping", null);
        return await _line.SendAsync(
            asked,
            request,
            (response, _) => ValueTask.FromResult(Negotiation.Read(asked, response)),
            stop);
    }

    /// <summary>Asks for a stream that has no end. The first element is undefined and says that the engine has answered.</summary>
    public async IAsyncEnumerable<JsonElement> StreamAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        var asked = Asking(HttpMethod.Get, path);
        var version = await _negotiation.VersionAsync(stop);
        using var request = Request(HttpMethod.Get, $"/v{version}{path}", null);
        using var response = await _line.OpenAsync(asked, request, stop);
        yield return default;
        var body = await response.Content.ReadAsStreamAsync(stop);
        await using var values = JsonStreams.ReadValuesAsync(body, stop).GetAsyncEnumerator(stop);
        while (await _line.GuardAsync(asked, () => values.MoveNextAsync(), stop))
        {
            yield return values.Current;
        }
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, JsonNode? body, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken stop)
    {
        try
        {
            var version = await _negotiation.VersionAsync(stop);
            using var request = Request(method, $"/v{version}{path}", body);
            return await _line.SendAsync(
                Asking(method, path),
                request,
                async (response, token) => await read(await response.Content.ReadAsStreamAsync(token), token),
                stop);
        }
        catch (DockerException failure) when (Negotiation.IsOutdatedBy(failure))
        {
            _negotiation.Forget();
            throw;
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string pathAndQuery, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, Endpoint.Authority + pathAndQuery) { Version = HttpVersion.Version11 };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        else if (method != HttpMethod.Get)
        {
            // The handler sends a request again by itself when a connection breaks, but never one that has content.
            request.Content = new ByteArrayContent([]);
        }

        return request;
    }
}
