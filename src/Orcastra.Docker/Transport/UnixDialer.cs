using System.Net.Sockets;

namespace Orcastra.Docker.Transport;

/// <summary>Connects to a socket file.</summary>
internal sealed class UnixDialer(DockerEndpoint endpoint, TimeProvider time, TimeSpan connectTimeout) : Dialer(endpoint, time, connectTimeout)
{
    public override string Advice(Exception fault) => fault switch
    {
        FileNotFoundException => "Start the engine, mount its socket into the container, or set DOCKER_HOST",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "Run as a user of the group docker, or mount the socket with its group",
        _ => "Check that the engine runs (`systemctl status docker`)",
    };

    protected override Task<Stream> DialAsync(CancellationToken stop)
    {
        // The runtime's own words for this are "Cannot assign requested address".
        if (!File.Exists(Endpoint.Host))
        {
            throw new FileNotFoundException("there is no such socket file");
        }

        return OpenAsync(
            new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            socket => socket.ConnectAsync(new UnixDomainSocketEndPoint(Endpoint.Host), stop));
    }
}
