using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>Whether a simulated process is dead. Once it is, nothing that it waited for reaches it.</summary>
internal sealed class Mortality
{
    private HttpResponseMessage? _stream;

    /// <summary>True once it has ended.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Ends it: its timers fire no more, its answers go nowhere, its stream is closed as the kernel closes it.</summary>
    /// <returns>False if it was dead already.</returns>
    public bool Die()
    {
        if (IsDead)
        {
            return false;
        }

        IsDead = true;
        _stream?.Dispose();
        return true;
    }

    /// <summary>Notes an answer that has no end, so that it ends with the process. There is one at a time.</summary>
    public void Hold(HttpResponseMessage stream) => _stream = stream;
}

/// <summary>Carries a process's requests for as long as it lives. What is under way when it dies may still take effect.</summary>
/// <param name="inner">Where they go.</param>
/// <param name="mortality">Of the process.</param>
/// <param name="onRequest">Sees each before it is sent.</param>
internal sealed class MortalHandler(HttpMessageHandler inner, Mortality mortality, Action<InstanceRequest>? onRequest) : DelegatingHandler(inner)
{
    private static Task<HttpResponseMessage> Never => new TaskCompletionSource<HttpResponseMessage>().Task;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        onRequest?.Invoke(Seen(request));
        if (mortality.IsDead)
        {
            return await Never;
        }

        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (Exception) when (mortality.IsDead)
        {
            return await Never;
        }

        if (mortality.IsDead)
        {
            response.Dispose();
            return await Never;
        }

        if (response.Content is StreamContent)
        {
            mortality.Hold(response);
        }

        return response;
    }

    private static InstanceRequest Seen(HttpRequestMessage request)
    {
        using var body = new StreamReader(request.Content?.ReadAsStream() ?? Stream.Null);
        return new(request.RequestUri!.Host, request.Method.Method, request.RequestUri.PathAndQuery, body.ReadToEnd());
    }
}

/// <summary>The clock of a process: its timers fire for as long as it lives.</summary>
/// <param name="timeline">Whose time it is.</param>
/// <param name="mortality">Of the process.</param>
internal sealed class MortalTime(Timeline timeline, Mortality mortality) : TimeProvider
{
    private readonly VirtualTime _time = new(timeline);

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _time.CreateTimer(
        its =>
        {
            if (!mortality.IsDead)
            {
                callback(its);
            }
        },
        state,
        dueTime,
        period);
}
