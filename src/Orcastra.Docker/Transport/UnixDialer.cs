using System.Net.Sockets;

namespace Orcastra.Docker.Transport;

/// <summary>Connects to a socket file.</summary>
internal sealed class UnixDialer(DockerEndpoint endpoint, TimeProvider time, TimeSpan connectTimeout) : Dialer(endpoint, time, connectTimeout)
{
    public override string Advice(Exception fault) => (fault as SocketException)?.SocketErrorCode switch
    {
        SocketError.AccessDenied => "Run as a user of the group docker, or mount the socket with its group",
        SocketError.AddressNotAvailable => "There is no such socket: mount it into the container, or set DOCKER_HOST",
        _ => "Check that the engine runs (`systemctl status docker`)",
    };

    protected override Task<Stream> DialAsync(CancellationToken stop) => OpenAsync(
        new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
        socket => socket.ConnectAsync(new UnixDomainSocketEndPoint(Endpoint.Host), stop));
}
