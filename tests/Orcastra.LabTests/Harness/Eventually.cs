namespace Orcastra.LabTests;

/// <summary>Waits for a state by looking at it, up to a deadline; never by sleeping for long enough.</summary>
internal static class Eventually
{
    private static readonly Contention Contention = new(TimeProvider.System);

    private static Patience Patience => new(TimeProvider.System, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);

    /// <inheritdoc cref="Patience.BecomesAsync"/>
    public static Task BecomesAsync(string what, double seconds, Func<Task<string?>> look) => Patience.BecomesAsync(what, seconds, look);

    /// <inheritdoc cref="Patience.TrueAsync"/>
    public static Task TrueAsync(string what, double seconds, Func<Task<bool>> look) => Patience.TrueAsync(what, seconds, look);

    /// <inheritdoc cref="Patience.StaysAsync"/>
    public static Task StaysAsync(string what, double seconds, Func<Task<string?>> look) => Patience.StaysAsync(what, seconds, look);

    /// <summary>Measures how long something takes.</summary>
    /// <returns>Seconds, not counting those in which tasks were kept waiting for a processor.</returns>
    public static async Task<double> TakesAsync(Func<Task> work)
    {
        var (began, contended) = (TimeProvider.System.GetTimestamp(), Contention.Seconds);
        await work();
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds - (Contention.Seconds - contended);
    }
}
