using System.Globalization;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Docker;

namespace Orcastra.Bench.Scale;

/// <summary>
/// What a cycle costs beside 10, 100 and 1,000 nodes with ten services each, three of them dependents of a fourth, and five
/// tasks a service. The answers are an engine's in form and size, and served from memory: the engine's own time is not in it.
/// </summary>
internal static class ScaleBench
{
    /// <summary>Measures each size and prints the table.</summary>
    public static async Task<int> RunAsync(params int[] sizes)
    {
        var all = new List<Measured>();
        foreach (var nodes in sizes)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"measures {nodes} nodes"));
            all.Add(await MeasureAsync(new Size(nodes)));
        }

        ScaleTable.Print(all);
        return 0;
    }

    private static async Task<Measured> MeasureAsync(Size size)
    {
        var runs = size.Nodes >= 1000 ? 7 : 15;
        var resident = Residence.Measure(size);
        var swarm = new ServedSwarm(size);
        var memory = await SettleAsync(swarm);
        var observe = await Cost.OfAsync(runs, async () => await FreshAsync(swarm, stage => stage.Observer.LookAsync(default)));
        var full = await Cost.OfAsync(runs, async () => await FreshAsync(swarm, stage => stage.Pass.RunAsync(() => swarm.Policy, isDry: false, default)));
        await using var stage = new Stage(swarm.Engine);
        var rest = await Cost.OfAsync(runs, () => stage.Pass.RunAsync(() => swarm.Policy, isDry: false, default));
        var before = swarm.Engine.Requests;
        await stage.Pass.RunAsync(() => swarm.Policy, isDry: false, default);
        var requests = swarm.Engine.Requests - before;
        var changed = await Cost.OfAsync(runs, async () =>
        {
            swarm.ChangeOneTask();
            await stage.Pass.RunAsync(() => swarm.Policy, isDry: false, default);
        });
        var watched = new EarlierAnswer<RunningTask>();
        var watch = await Cost.OfAsync(runs, () => stage.Docker.Tasks.ListRunningAsync(watched, default));
        var steady = await PlanAsync(runs, swarm, memory);
        swarm.Stray();
        var straying = await PlanAsync(runs, swarm, memory);
        return new(size, swarm.Megabytes, observe, steady, straying, full, rest, changed, watch, requests, resident);
    }

    // Cycles until nothing is left to do: anchors are adopted, and what is remembered of them is the Swarm's to keep.
    private static async Task<Memory> SettleAsync(ServedSwarm swarm)
    {
        await using var stage = new Stage(swarm.Engine);
        for (var cycle = 0; cycle < 3; cycle++)
        {
            var result = await stage.Pass.RunAsync(() => swarm.Policy, isDry: false, default);
            if (result.Plan is not { Actions.IsEmpty: true, Refusals.IsEmpty: true, IsMoving: false } || result.Outcome.Failed > 0)
            {
                throw new InvalidOperationException($"the made-up Swarm is not at rest: {result.Plan?.Actions.FirstOrDefault()} {result.Plan?.Refusals.FirstOrDefault()} {result.Standing}");
            }
        }

        return (await stage.Observer.LookAsync(default)).Remembered.Memory;
    }

    private static async Task<Cost> PlanAsync(int runs, ServedSwarm swarm, Memory memory)
    {
        await using var stage = new Stage(swarm.Engine);
        var snapshot = (await stage.Observer.LookAsync(default)).Snapshot;
        return await Cost.OfAsync(runs * 3, () => Task.FromResult(ClusterPlanner.Plan(snapshot, swarm.Policy, memory, TimeProvider.System.GetUtcNow())));
    }

    private static async Task FreshAsync(ServedSwarm swarm, Func<Stage, Task> work)
    {
        await using var stage = new Stage(swarm.Engine);
        await work(stage);
    }
}
