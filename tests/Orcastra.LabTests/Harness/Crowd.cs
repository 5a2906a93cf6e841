namespace Orcastra.LabTests;

/// <summary>A journey under way in one of the labs: on a machine that has too much to do already, one begins once no other is left.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly Contention Contention = new(TimeProvider.System);
    private static int _inside;

    private Crowd() => Interlocked.Increment(ref _inside);

    /// <summary>Waits for room.</summary>
    /// <returns>The place in it, given back by its end.</returns>
    public static async Task<Crowd> EnterAsync()
    {
        await Contention.RoomAsync(() => Volatile.Read(ref _inside) > 0, TestContext.Current.CancellationToken);
        return new();
    }

    public void Dispose() => Interlocked.Decrement(ref _inside);
}
