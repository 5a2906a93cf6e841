using System.Net.Sockets;

namespace Orcastra.Docker.Transport;

/// <summary>Connects over TCP.</summary>
internal class TcpDialer(DockerEndpoint endpoint, TimeProvider time, TimeSpan connectTimeout) : Dialer(endpoint, time, connectTimeout)
{
    public override string Advice(Exception fault) => (fault as SocketException)?.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "Check the host name in DOCKER_HOST",
        SocketError.ConnectionRefused => $"Check that the engine listens on port {Endpoint.Port} (`dockerd -H tcp://…`)",
        _ => "Check that the host is up and that no firewall is between",
    };

    protected override Task<Stream> DialAsync(CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        // An event stream to a host that lost power would otherwise stay silent for ever.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        return OpenAsync(socket, open => open.ConnectAsync(Endpoint.Host, Endpoint.Port, stop));
    }
}
