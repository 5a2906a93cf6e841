namespace Orcastra.Loop;

/// <summary>
/// What runs beside the loop must not break unnoticed: a loop that nobody wakes looks well. It leaves in order then, and
/// whoever supervises the process starts it anew.
/// </summary>
/// <param name="departure">The way out.</param>
/// <param name="wake">Wakes the loop.</param>
/// <param name="log">The log.</param>
internal sealed class Guard(Departure departure, Wake wake, ILogger log)
{
    /// <summary>Runs something until it is told to stop, or has ended by itself.</summary>
    /// <returns>False if it broke.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault)
        {
            log.Error(fault, "something that runs beside the loop broke: leaves, so as to be started anew");
            departure.Suggest(); // what breaks one watcher mostly breaks another: a second order would mean to leave at once
            wake.Up("broken");
            return false;
        }
    }
}
