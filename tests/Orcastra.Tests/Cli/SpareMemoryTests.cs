using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Orcastra.Cli;

namespace Orcastra.Tests.Cli;

/// <summary>What the C library keeps of freed memory goes back to the kernel.</summary>
public sealed class SpareMemoryTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void What_was_freed_is_resident_no_more()
    {
        // 32 MB in pieces too small for a mapping of their own; the last one stays, and keeps the library from cutting its end off.
        var pieces = Enumerable.Range(0, 32_000).Select(_ => Marshal.AllocHGlobal(1_000)).ToList();
        pieces.SkipLast(1).ToList().ForEach(Marshal.FreeHGlobal);
        var kept = ResidentAround(pieces[16_000]);

        Assert.True(SpareMemory.TryGiveBack());

        var left = ResidentAround(pieces[16_000]);
        Marshal.FreeHGlobal(pieces[^1]);
        Assert.True(kept - left > 8 * Megabyte, $"{kept / Megabyte} MB before, {left / Megabyte} MB after");
    }

    [Fact]
    public async Task It_is_done_after_ten_seconds_and_every_ten_minutes_until_told_to_stop()
    {
        SynchronizationContext.SetSynchronizationContext(null); // it goes on where the clock is moved
        var (time, times) = (new FakeTimeProvider(), 0);
        using var stop = new CancellationTokenSource();
        var work = SpareMemory.AgainAndAgainAsync(time, () => ++times > 0, stop.Token);

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, times);
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(1, times);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, times);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public void It_ends_where_it_cannot_be_done()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var time = new FakeTimeProvider();
        var work = SpareMemory.AgainAndAgainAsync(time, () => false, CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(work.IsCompletedSuccessfully);
    }

    // Of the mapping that holds the address.
    private static long ResidentAround(nint address)
    {
        var isHere = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Split(' ')[0].Split('-') is [var from, var to] && long.TryParse(from, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var start))
            {
                isHere = start <= address && address < long.Parse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            else if (isHere && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
