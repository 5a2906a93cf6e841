using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Orcastra.Api;

/// <summary>
/// The HTTP surface while it is up. Kestrel runs alone, without the web host around it: that one would take SIGTERM for
/// itself, read configuration of its own, and cost memory at rest.
/// </summary>
public sealed class HttpSurface : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private HttpSurface(KestrelServer server, ListenAddress address)
    {
        _server = server;
        Address = address;
    }

    /// <summary>Where it listens, with the port that the system chose if none was asked for.</summary>
    public ListenAddress Address { get; private set; }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ListenException">The address is in use, or not one of this machine.</exception>
    public static async Task<HttpSurface> StartAsync(ListenAddress address, Routes routes, CancellationToken stop)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(address.Address, address.Port);
        options.Limits.MaxRequestBodySize = 64 * 1024;
        options.Limits.MaxConcurrentConnections = 256;
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), NullLoggerFactory.Instance);
        var surface = new HttpSurface(new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance), address);
        try
        {
            await surface._server.StartAsync(new Application(routes), stop);
        }
        catch (Exception cause) when (cause is IOException or System.Net.Sockets.SocketException)
        {
            await surface.DisposeAsync();
            throw new ListenException(address, cause);
        }

        var bound = surface._server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        surface.Address = address with { Port = new Uri(bound).Port };
        return surface;
    }

    /// <summary>Ends requests under way within two seconds and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _server.StopAsync(patience.Token);
        _server.Dispose();
    }
}
