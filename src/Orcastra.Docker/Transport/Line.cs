using System.Text.Json;

namespace Orcastra.Docker.Transport;

/// <summary>The connections to one engine, and every way in which they fail turned into a typed error.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly HttpMessageInvoker _requests;
    private readonly HttpMessageInvoker _streams;
    private readonly Dialer _dialer;
    private long _sent;

    public Line(DockerEndpoint endpoint, TimeProvider time, DockerClientOptions options)
    {
        (Endpoint, _time) = (endpoint, time);
        _dialer = Dialer.For(endpoint, time, options);
        _timeout = options.RequestTimeout + _dialer.ExtraTime;

        // Streams stay open: in a pool of their own they cannot use up the connections of requests.
        _requests = new(options.HandlerFactory?.Invoke() ?? _dialer.Handler(_dialer.MostConnections));
        _streams = new(options.HandlerFactory?.Invoke() ?? _dialer.Handler(int.MaxValue));
    }

    public DockerEndpoint Endpoint { get; }

    public long Requests => Interlocked.Read(ref _sent);

    /// <summary>Sends a request and reads its answer within the time-out.</summary>
    public async Task<T> SendAsync<T>(
        Asked asked, HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            return await GuardAsync(
                asked,
                async () =>
                {
                    using var response = await AnswerAsync(_requests, asked, request, both.Token);
                    return await read(response, both.Token);
                },
                stop);
        }
        catch (OperationCanceledException late) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimedOutException(asked, "complete answer", _timeout, late);
        }
    }

    /// <summary>Sends a request whose answer has no end; only its beginning has to come in time.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Asked asked, HttpRequestMessage request, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            return await GuardAsync(asked, async () => await AnswerAsync(_streams, asked, request, both.Token), stop);
        }
        catch (OperationCanceledException late) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimedOutException(asked, "answer", _timeout, late);
        }
    }

    /// <summary>Runs one step of an exchange and turns faults of the connection into ours.</summary>
    public async Task<T> GuardAsync<T>(Asked asked, Func<ValueTask<T>> step, CancellationToken stop)
    {
        try
        {
            return await step();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException && !stop.IsCancellationRequested)
        {
            // The handler's own exceptions only wrap what the transport said.
            var root = fault is HttpRequestException { InnerException: { } inner } ? inner : fault;
            throw root.InnerException is TimeoutException
                ? new TimedOutException(asked, "connection", _dialer.ConnectTimeout, fault)
                : new EngineUnreachableException(asked, root.Message, _dialer.Advice(root.GetBaseException()), fault);
        }
        catch (JsonException fault)
        {
            throw new RefusedException(asked, 200, $"the answer is no Engine JSON ({fault.Message})", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        _streams.Dispose();
        await _dialer.DisposeAsync();
    }

    private async ValueTask<HttpResponseMessage> AnswerAsync(
        HttpMessageInvoker invoker, Asked asked, HttpRequestMessage request, CancellationToken stop)
    {
        Interlocked.Increment(ref _sent);
        var response = await invoker.SendAsync(request, stop);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorReader.ReadAsync(asked, response, stop);
        }
    }
}
