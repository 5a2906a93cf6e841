namespace Orcastra.Bench.Scale;

/// <summary>What one thing costs.</summary>
/// <param name="Milliseconds">Time.</param>
/// <param name="Processor">Processor time: what is left of it where others use the machine, too.</param>
/// <param name="Megabytes">Allocated.</param>
internal readonly record struct Cost(double Milliseconds, double Processor, double Megabytes)
{
    /// <summary>The medians of several runs, after some that do not count; each finds the caches full of something else.</summary>
    public static async Task<Cost> OfAsync(int runs, Func<Task> work)
    {
        var costs = new List<Cost>();
        for (var run = -2; run < runs; run++)
        {
            Caches.Sweep();
            var (allocated, processor, began) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
            await work();
            var took = TimeProvider.System.GetElapsedTime(began);
            if (run >= 0)
            {
                costs.Add(new(took.TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6));
            }
        }

        return new(Median(costs, cost => cost.Milliseconds), Median(costs, cost => cost.Processor), Median(costs, cost => cost.Megabytes));
    }

    private static double Median(List<Cost> costs, Func<Cost, double> value) => costs.Select(value).Order().ElementAt(costs.Count / 2);
}
