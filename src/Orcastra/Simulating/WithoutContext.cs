namespace Orcastra.Simulating;

/// <summary>
/// Runs something, and lets time go on, outside of any synchronization context: awaits then go on within the event that ends
/// them. A context, such as a test runner's, would send them to another thread.
/// </summary>
internal static class WithoutContext
{
    /// <summary>Does it.</summary>
    public static void Do(Action work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
