namespace Orcastra.LabTests;

/// <summary>Waits for a state by looking at it, up to a deadline; never by sleeping for long enough.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the look says so; an engine that does not answer meanwhile says no.</summary>
    /// <param name="what">What is waited for, to be read after "waited for".</param>
    /// <param name="seconds">At most so long.</param>
    /// <param name="look">Null once it is so, else what is seen instead.</param>
    public static async Task BecomesAsync(string what, double seconds, Func<Task<string?>> look)
    {
        var began = TimeProvider.System.GetTimestamp();
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

            if (instead is null)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds > seconds)
            {
                Assert.Fail($"waited {seconds} s for {what}, but: {instead}");
            }

            await Task.Delay(Period, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same for a plain yes or no.</summary>
    public static Task TrueAsync(string what, double seconds, Func<Task<bool>> look) =>
        BecomesAsync(what, seconds, async () => await look() ? null : "not yet");

    /// <summary>Watches that something stays so for a while: the only wait that has no end but time.</summary>
    public static async Task StaysAsync(string what, double seconds, Func<Task<string?>> look)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began).TotalSeconds < seconds)
        {
            if (await look() is { } instead)
            {
                Assert.Fail($"{what} should have stayed so for {seconds} s, but after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s: {instead}");
            }

            await Task.Delay(Period, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
