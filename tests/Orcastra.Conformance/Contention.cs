using System.Globalization;

namespace Orcastra.Conformance;

/// <summary>
/// Tells whether this machine's processors have room, as Linux counts it (pressure stall information): what is late on a
/// machine that has too much to do tells of the machine, and not of what is tried on it. Who lives in simulated time never
/// waits for a processor, and neither does a machine that does not count.
/// </summary>
/// <param name="time">The time of what is tried.</param>
public sealed class Contention(TimeProvider time)
{
    private const string Account = "/proc/pressure/cpu";

    // Some task waits for a processor for nearly all of the time.
    private const double Full = 0.93;

    // For half of the time: what is measured meanwhile, and compared with other times, says little.
    private const double Busy = 0.5;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly bool _isCounted = time == TimeProvider.System && File.Exists(Account);

    /// <summary>For how many seconds in all some task was kept waiting for a processor.</summary>
    public double Seconds => _isCounted ? Read() : 0;

    /// <summary>True if half of the time since a moment went by with tasks that waited for a processor.</summary>
    /// <param name="moment">A timestamp of the time given.</param>
    /// <param name="seconds">What was counted then.</param>
    public bool IsBusySince(long moment, double seconds) => IsContended(moment, seconds, Busy);

    /// <summary>Waits until there is room, for as long as others are under way whose end will make some.</summary>
    public async Task RoomAsync(Func<bool> areOthersUnderWay, CancellationToken stop = default)
    {
        bool isFull;
        do
        {
            var (moment, seconds) = (time.GetTimestamp(), Seconds);
            isFull = _isCounted && areOthersUnderWay();
            if (isFull)
            {
                await Task.Delay(Moment, time, stop);
                isFull = IsContended(moment, seconds, Full);
            }
        }
        while (isFull);
    }

    private bool IsContended(long moment, double seconds, double share) => Seconds - seconds > share * time.GetElapsedTime(moment).TotalSeconds;

    // some avg10=0.00 avg60=0.00 avg300=0.00 total=123456, in microseconds
    private static double Read()
    {
        var some = File.ReadLines(Account).First();
        return double.Parse(some[(some.LastIndexOf('=') + 1)..], CultureInfo.InvariantCulture) / 1e6;
    }
}
