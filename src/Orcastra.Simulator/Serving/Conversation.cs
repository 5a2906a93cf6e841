using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orcastra.Simulator;

/// <summary>Answers requests that come over sockets.</summary>
internal sealed class Conversation(SimulatedSwarm swarm, SimulatedNode node, RealPump pump)
{
    private readonly Wiring _wiring = new(swarm);

    public async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new ApiRequest(context.Request.Method, target, body.ToArray());
        var answered = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        pump.Do(() =>
        {
            _wiring.Send(node, request, (_, answer) => answered.TrySetResult(answer));
            return true;
        });
        if (await answered.Task.WaitAsync(context.RequestAborted).ConfigureAwait(false) is { } answer)
        {
            await WriteAsync(context, answer).ConfigureAwait(false);
        }
        else
        {
            context.Abort();
        }
    }

    private async Task WriteAsync(HttpContext context, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in Headers.Of(swarm.Cluster.Release).Concat(answer.Headers))
        {
            response.Headers[name] = value;
        }

        if (answer.ContentType.Length > 0)
        {
            response.ContentType = answer.ContentType;
        }

        if (answer.Feed is { } feed)
        {
            await FollowAsync(context, feed).ConfigureAwait(false);
        }
        else if (answer.Body.Length > 0)
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(HttpContext context, Feed feed)
    {
        using var news = new SemaphoreSlim(0);
        pump.Do(() => feed.Arrived = () => news.Release());
        try
        {
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            while (true)
            {
                var (chunk, isOver) = pump.Do(() => (feed.TryTake(out var next) ? next : null, feed.IsClosed));
                if (chunk is not null)
                {
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                }
                else if (isOver)
                {
                    break;
                }
                else
                {
                    await news.WaitAsync(context.RequestAborted).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the client has enough
        }
        finally
        {
            pump.Do(() =>
            {
                feed.Arrived = null;
                feed.Leave();
                return true;
            });
        }

        if (feed.IsBroken)
        {
            context.Abort();
        }
    }
}
