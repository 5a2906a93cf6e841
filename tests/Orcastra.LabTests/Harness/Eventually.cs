namespace Orcastra.LabTests;

/// <summary>Waits for a state by looking at it, up to a deadline; never by sleeping for long enough.</summary>
internal static class Eventually
{
    private static Patience Patience => new(TimeProvider.System, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);

    /// <inheritdoc cref="Patience.BecomesAsync"/>
    public static Task BecomesAsync(string what, double seconds, Func<Task<string?>> look) => Patience.BecomesAsync(what, seconds, look);

    /// <inheritdoc cref="Patience.TrueAsync"/>
    public static Task TrueAsync(string what, double seconds, Func<Task<bool>> look) => Patience.TrueAsync(what, seconds, look);

    /// <inheritdoc cref="Patience.StaysAsync"/>
    public static Task StaysAsync(string what, double seconds, Func<Task<string?>> look) => Patience.StaysAsync(what, seconds, look);

    /// <inheritdoc cref="Patience.TakesAsync"/>
    public static Task<double> TakesAsync(string what, double seconds, Func<Task> work) => Patience.TakesAsync(what, seconds, work);
}
