namespace Orcastra.Bench.Scale;

/// <summary>What one thing costs.</summary>
/// <param name="Milliseconds">Time.</param>
/// <param name="Megabytes">Allocated.</param>
internal readonly record struct Cost(double Milliseconds, double Megabytes)
{
    /// <summary>The median of several runs, after some that do not count.</summary>
    public static async Task<Cost> OfAsync(int runs, Func<Task> work)
    {
        var costs = new List<Cost>();
        for (var run = -2; run < runs; run++)
        {
            var (allocated, began) = (GC.GetTotalAllocatedBytes(precise: true), TimeProvider.System.GetTimestamp());
            await work();
            var took = TimeProvider.System.GetElapsedTime(began);
            if (run >= 0)
            {
                costs.Add(new(took.TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6));
            }
        }

        return new(Median(costs.Select(cost => cost.Milliseconds)), Median(costs.Select(cost => cost.Megabytes)));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
