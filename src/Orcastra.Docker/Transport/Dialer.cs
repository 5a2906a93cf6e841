using System.Net.Sockets;

namespace Orcastra.Docker.Transport;

/// <summary>Opens connections to one engine: the seam between HTTP and unix sockets, TCP, TLS and ssh.</summary>
internal abstract class Dialer(DockerEndpoint endpoint, TimeProvider time, TimeSpan connectTimeout) : IAsyncDisposable
{
    /// <summary>How long a connection may take.</summary>
    public TimeSpan ConnectTimeout => connectTimeout;

    /// <summary>Time a request gets on top of its own, where a connection is made behind our back.</summary>
    public virtual TimeSpan ExtraTime => TimeSpan.Zero;

    /// <summary>How many connections requests may use at once.</summary>
    public virtual int MostConnections => 16;

    protected DockerEndpoint Endpoint => endpoint;

    /// <summary>The dialer for an endpoint.</summary>
    public static Dialer For(DockerEndpoint endpoint, TimeProvider time, DockerClientOptions options) => endpoint.Kind switch
    {
        EndpointKind.Unix => new UnixDialer(endpoint, time, options.ConnectTimeout),
        EndpointKind.Tcp => new TcpDialer(endpoint, time, options.ConnectTimeout),
        EndpointKind.Tls => new TlsDialer(endpoint, time, options.ConnectTimeout),
        _ => new SshDialer(endpoint, time, options),
    };

    /// <summary>A handler whose connections come from this dialer.</summary>
    public SocketsHttpHandler Handler(int mostConnections) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = mostConnections,
        ConnectCallback = async (_, stop) => await ConnectAsync(stop),
    };

    /// <summary>What to do about a connection that failed.</summary>
    public abstract string Advice(Exception fault);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract Task<Stream> DialAsync(CancellationToken stop);

    private async Task<Stream> ConnectAsync(CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(connectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            return await DialAsync(both.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new IOException("connecting took too long", new TimeoutException());
        }
    }

    protected static async Task<Stream> OpenAsync(Socket socket, Func<Socket, ValueTask> connect)
    {
        try
        {
            await connect(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
