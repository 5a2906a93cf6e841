namespace Orcastra.Conformance;

/// <summary>Waits for a state by looking at it, up to a deadline; never by sleeping for long enough.</summary>
/// <param name="time">In which to wait.</param>
/// <param name="period">Between two looks.</param>
/// <param name="stop">Ends every wait.</param>
public sealed class Patience(TimeProvider time, TimeSpan period, CancellationToken stop = default)
{
    private const double MostLenience = 3;

    private readonly Contention _contention = new(time);

    /// <summary>Waits until the look says so; an engine that does not answer meanwhile says no.</summary>
    /// <param name="what">What is waited for, to be read after "waited for".</param>
    /// <param name="seconds">At most so long, not counting when tasks were kept waiting for a processor, and in no case more than four times as long.</param>
    /// <param name="look">Null once it is so, else what is seen instead.</param>
    /// <returns>For how many seconds it waited.</returns>
    public async Task<double> BecomesAsync(string what, double seconds, Func<Task<string?>> look)
    {
        var (began, contended) = (time.GetTimestamp(), _contention.Seconds);
        while (true)
        {
            string? instead;
            try
            {
                instead = await look();
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or EngineRefusal or IOException)
            {
                instead = fault.Message;
            }

            var waited = time.GetElapsedTime(began).TotalSeconds;
            if (instead is null)
            {
                return waited;
            }

            Different.Unless(waited <= Limit(seconds, contended), FormattableString.Invariant($"waited {waited:0.#} s for {what} ({seconds} s with processors to spare), but: {instead}"));
            await Task.Delay(period, time, stop);
        }
    }

    /// <summary>The same for a plain yes or no.</summary>
    public Task<double> TrueAsync(string what, double seconds, Func<Task<bool>> look) =>
        BecomesAsync(what, seconds, async () => await look() ? null : "not yet");

    /// <summary>Does something that must not take longer; what does not end by itself is not ended here.</summary>
    /// <returns>For how many seconds it went on.</returns>
    /// <inheritdoc cref="BecomesAsync"/>
    public async Task<double> TakesAsync(string what, double seconds, Func<Task> work)
    {
        var (began, contended) = (time.GetTimestamp(), _contention.Seconds);
        await work();
        var took = time.GetElapsedTime(began).TotalSeconds;
        Different.Unless(took <= Limit(seconds, contended), FormattableString.Invariant($"{what} took {took:0.#} s ({seconds} s with processors to spare)"));
        return took;
    }

    /// <summary>Watches that something stays so for a while: the only wait that has no end but time.</summary>
    public async Task StaysAsync(string what, double seconds, Func<Task<string?>> look)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began).TotalSeconds < seconds)
        {
            var instead = await look();
            Different.Unless(
                instead is null,
                FormattableString.Invariant($"{what} should have stayed so for {seconds} s, but after {time.GetElapsedTime(began).TotalSeconds:0.0} s: {instead}"));
            await Task.Delay(period, time, stop);
        }
    }

    private double Limit(double seconds, double contended) => seconds + Math.Min(_contention.Seconds - contended, MostLenience * seconds);
}
