using Orcastra.Metrics;

namespace Orcastra.Api;

/// <summary>What the HTTP surface answers.</summary>
/// <param name="health">Whether the program does its work.</param>
/// <param name="sync">Wakes the loop; returns at once.</param>
/// <param name="metrics">All metrics in Prometheus' text format.</param>
/// <param name="log">Where faults go.</param>
public sealed class Routes(Func<Health> health, Action sync, Func<string> metrics, ILogger log)
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Answer answer;
        try
        {
            answer = Find(context.Request);
        }
#pragma warning disable CA1031 // The loop must not die of a question somebody asked.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.Error(fault, "{Method:l} {Path:l} failed", context.Request.Method, context.Request.Path.Value);
            answer = new(StatusCodes.Status500InternalServerError, "failed; the log says why\n");
        }

        await WriteAsync(context, answer);
    }

    private Answer Find(HttpRequest request) => request.Path.Value switch
    {
        "/healthz" => IsRead(request) ? Healthz() : WrongMethod("GET, HEAD"),
        "/metrics" => IsRead(request) ? new(StatusCodes.Status200OK, metrics(), PrometheusText.ContentType) : WrongMethod("GET, HEAD"),
        "/sync" => HttpMethods.IsPost(request.Method) ? Sync() : WrongMethod("POST"),
        _ => new(StatusCodes.Status404NotFound, "not found; there are GET /healthz, GET /metrics and POST /sync\n"),
    };

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static Answer WrongMethod(string allow) => new(StatusCodes.Status405MethodNotAllowed, $"use {allow}\n") { Allow = allow };

    private Answer Healthz() => health() is { IsWell: false, Reason: var reason }
        ? new(StatusCodes.Status503ServiceUnavailable, reason + "\n")
        : new(StatusCodes.Status200OK, "ok\n");

    private Answer Sync()
    {
        sync();
        return new(StatusCodes.Status202Accepted, "will look at once\n");
    }

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(answer.Body);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (answer.Allow is { } allow)
        {
            context.Response.Headers.Allow = allow;
        }

        // Kestrel itself leaves the body out where the question was HEAD.
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private sealed record Answer(int Status, string Body, string ContentType = PlainText)
    {
        public string? Allow { get; init; }
    }
}
