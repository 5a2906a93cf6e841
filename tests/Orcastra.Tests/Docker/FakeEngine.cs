using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

/// <summary>What a client sent.</summary>
public sealed record Received(string Method, string PathAndQuery, string Body)
{
    public string Line => $"{Method} {PathAndQuery}";
}

/// <summary>A server that answers as it is told, over a real socket. It knows no Swarm: only requests and answers.</summary>
public sealed class FakeEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();

    private FakeEngine(WebApplication app, string address) => (_app, Address) = (app, address);

    /// <summary>The socket file, or host and port.</summary>
    public string Address { get; private set; }

    public ConcurrentQueue<Received> Requests { get; } = new();

    public string ApiVersion { get; set; } = "1.41";

    /// <summary>What was asked, without the ping.</summary>
    public string[] Lines => [.. Requests.Where(request => request.PathAndQuery != "/_ping").Select(request => request.Line)];

    public static Task<FakeEngine> OnUnixAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        return StartAsync(kestrel => kestrel.ListenUnixSocket(path), path);
    }

    public static Task<FakeEngine> OnTcpAsync(Action<ListenOptions>? configure = null) =>
        StartAsync(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, configure ?? (_ => { })), "");

    /// <summary>Answers a request, such as <c>GET /v1.41/nodes</c>, with JSON.</summary>
    public void Answer(string line, string json, int status = 200) => Answer(line, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    });

    public void Answer(string line, Func<HttpContext, Task> answer) => _answers[line] = answer;

    public DockerClient Client(TimeProvider? time = null, DockerClientOptions? options = null, string? apiVersion = null) =>
        new(DockerEndpoint.Parse(Address.StartsWith('/') ? $"unix://{Address}" : $"tcp://{Address}", false, null, apiVersion), time ?? TimeProvider.System, options);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<FakeEngine> StartAsync(Action<KestrelServerOptions> listen, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(listen);
        var app = builder.Build();
        var engine = new FakeEngine(app, address);
        app.Run(engine.HandleAsync);
        await app.StartAsync();
        if (address.Length == 0)
        {
            engine.Address = new Uri(app.Urls.First()).Authority;
        }

        return engine;
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var received = new Received(context.Request.Method, context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync());
        Requests.Enqueue(received);
        context.Response.Headers["Api-Version"] = ApiVersion;
        if (_answers.TryGetValue(received.Line, out var answer))
        {
            await answer(context);
        }
        else if (received.PathAndQuery != "/_ping")
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"message":"page not found"}""");
        }
    }
}
