using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Orcastra.LabTests;

/// <summary>When the process is killed.</summary>
public enum Cut
{
    /// <summary>The write has left the process and never reaches the engine.</summary>
    Before,

    /// <summary>The engine has carried it out; the process never hears of it.</summary>
    After,
}

/// <summary>A write that the engine answered, and when it was asked.</summary>
internal sealed record PassedWrite(double At, string Method, string Target, int Status);

/// <summary>Stands between the program and an engine's socket, counts, and kills the program at a write of the test's choice.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly string[] OwnToConnection = ["Transfer-Encoding", "Connection", "Keep-Alive", "Host"];

    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _engine;
    private readonly Func<double> _clock;
    private readonly ConcurrentQueue<PassedWrite> _writes = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private int _left = int.MaxValue;
    private Cut _cut;
    private Action _kill = () => { };
    private (string Target, Func<Task> Happens)? _after;

    private CuttingProxy(WebApplication server, string engineSocket, Func<double> clock)
    {
        (_server, _clock) = (server, clock);
        _engine = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(engineSocket), stop);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
    }

    public string Socket { get; private init; } = "";

    /// <summary>All requests so far: method and target.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public IReadOnlyList<PassedWrite> Writes => [.. _writes];

    /// <summary>True once the program was killed.</summary>
    public bool HasCut { get; private set; }

    public static async Task<CuttingProxy> StartAsync(string engineSocket, string socket, Func<double> clock)
    {
        File.Delete(socket);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(socket));
        var server = builder.Build();
        var proxy = new CuttingProxy(server, engineSocket, clock) { Socket = socket };
        server.Run(proxy.PassAsync);
        await server.StartAsync();
        return proxy;
    }

    /// <summary>Kills the program at its n-th write from now on, counted from 1.</summary>
    public void CutAt(int write, Cut cut, Action kill)
    {
        (_cut, _kill, HasCut) = (cut, kill, false);
        Interlocked.Exchange(ref _left, write);
    }

    /// <summary>Lets everything pass again.</summary>
    public void Disarm() => Interlocked.Exchange(ref _left, int.MaxValue);

    /// <summary>Once, has something happen after the engine has answered a request for this, and before the program hears of it.</summary>
    public void After(string target, Func<Task> happens) => _after = (target, happens);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await _server.StopAsync(patience.Token);
        await _server.DisposeAsync();
        _engine.Dispose();
        File.Delete(Socket);
    }

    private async Task PassAsync(HttpContext context)
    {
        var at = _clock();
        _requests.Enqueue($"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget}");
        var isWrite = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        var isFatal = isWrite && Interlocked.Decrement(ref _left) == 0;
        if (isFatal && _cut == Cut.Before)
        {
            KillNow(context);
            return;
        }

        try
        {
            using var request = Copy(context.Request);
            using var response = await _engine.SendAsync(request, context.RequestAborted);
            if (isWrite)
            {
                _writes.Enqueue(new(at, context.Request.Method, request.RequestUri!.PathAndQuery, (int)response.StatusCode));
            }

            if (isFatal)
            {
                await response.Content.ReadAsByteArrayAsync();
                KillNow(context);
                return;
            }

            if (_after is { } after && request.RequestUri!.AbsolutePath.EndsWith(after.Target, StringComparison.Ordinal))
            {
                _after = null;
                await after.Happens();
            }

            await AnswerAsync(context, response);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private void KillNow(HttpContext context)
    {
        _kill();
        HasCut = true;
        context.Abort();
    }

    private static HttpRequestMessage Copy(HttpRequest from)
    {
        var target = from.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(from.Method), $"http://engine{target}");
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(from.Body);
        }

        foreach (var (name, value) in from.Headers.Where(header => !OwnToConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, [.. value]))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, [.. value]);
            }
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, value) in response.Headers.Concat(response.Content.Headers).Where(header => !OwnToConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = value.ToArray();
        }

        await context.Response.StartAsync(context.RequestAborted);
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16384];
        int count;
        while ((count = await body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
