namespace Orcastra.Tests.Cli;

/// <summary>A way to a Swarm for one client, which disposes its handler; the Swarm outlives it.</summary>
internal sealed class Lent(FakeSwarm swarm) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _swarm = new(swarm, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _swarm.SendAsync(request, cancellationToken);
}
