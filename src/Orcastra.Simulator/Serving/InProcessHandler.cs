using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Orcastra.Simulator;

/// <summary>
/// Carries an ordinary client's requests to an engine in this process. An answer is given from an event of the timeline, and
/// whoever awaits it goes on at once, on the same thread.
/// </summary>
internal sealed class InProcessHandler(SimulatedSwarm swarm, SimulatedNode node) : HttpMessageHandler
{
    private readonly Wiring _wiring = new(swarm);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<HttpResponseMessage>(cancellationToken);
        }

        var answered = new TaskCompletionSource<HttpResponseMessage>();
        var patience = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource<HttpResponseMessage>)state!).TrySetCanceled(token), answered);
        var read = Read(request);
        Send(read, (end, answer) =>
        {
            patience.Dispose();
            if (end == WireEnd.Answered)
            {
                answered.TrySetResult(Response(request, answer!));
            }
            else
            {
                answered.TrySetException(Fault(end));
            }
        });
        return answered.Task;
    }

    // Who comes from another thread has to queue up like everybody.
    private void Send(ApiRequest request, Action<WireEnd, Answer?> done)
    {
        if (swarm.Timeline.IsOwn)
        {
            _wiring.Send(node, request, done);
        }
        else
        {
            swarm.Timeline.After(TimeSpan.Zero, () => _wiring.Send(node, request, done));
        }
    }

    private static ApiRequest Read(HttpRequestMessage request)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, CancellationToken.None);
        return new(request.Method.Method, request.RequestUri!.PathAndQuery, body.ToArray());
    }

    private HttpRequestException Fault(WireEnd end) => end == WireEnd.Refused
        ? new($"Connection refused ({node.Name})", new SocketException((int)SocketError.ConnectionRefused))
        : new("An error occurred while sending the request.", new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

    private HttpResponseMessage Response(HttpRequestMessage request, Answer answer)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = answer.Feed is { } feed ? new StreamContent(new FeedStream(feed)) : new ByteArrayContent(answer.Body),
        };
        if (answer.ContentType.Length > 0)
        {
            response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        }

        foreach (var (name, value) in Headers.Of(swarm.Cluster.Release).Concat(answer.Headers))
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
