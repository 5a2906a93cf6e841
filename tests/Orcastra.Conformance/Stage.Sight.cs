namespace Orcastra.Conformance;

/// <summary>What behaviours see of the containers that are really up, whatever Swarm says.</summary>
public sealed partial class Stage
{
    /// <summary>The containers of a service so far, in order.</summary>
    public IReadOnlyList<Stay> StaysOf(string name) => swarm.Watcher.StaysOf(Name(name));

    /// <summary>For how long two containers of one slot were up together; 0 if they never were.</summary>
    public double Overlap(string name, double since = 0)
    {
        var stays = StaysOf(name).Where(stay => stay.Until >= since).ToList();
        var together = from one in stays from other in stays where one.Task != other.Task && one.Slot == other.Slot select one.OverlapWith(other);
        return Math.Max(0, together.DefaultIfEmpty().Max());
    }

    /// <summary>When a service's container first ran on a node; after a moment, if one is given.</summary>
    public double FirstUp(string name, Machine node, double after = 0) =>
        swarm.Watcher.FirstUp(Name(name), node, after) ?? throw new Different($"no container of {Name(name)} ever ran on {node}");

    /// <summary>The longest time in which nothing of a service was up.</summary>
    public double Gap(string name, double since = 0) => swarm.Watcher.LongestGap(Name(name), since);

    /// <summary>The container of a task, once one was seen.</summary>
    public Stay StayOf(string name, string task) =>
        StaysOf(name).FirstOrDefault(stay => stay.Task == task) ?? throw new Different($"no container of task {task} was ever seen");

    /// <summary>Waits until a task's container is seen.</summary>
    public async Task<Stay> SeenAsync(string name, string task)
    {
        await Patience.BecomesAsync($"the container of {task}", 20, () => Task.FromResult(StaysOf(name).Any(stay => stay.Task == task) ? null : "it was not seen"));
        return StayOf(name, task);
    }

    /// <summary>Waits until a task's container has really ended.</summary>
    /// <returns>When it was last seen.</returns>
    public async Task<double> GoneAsync(string name, string task, double seconds = 60)
    {
        await Patience.BecomesAsync($"the container of {task} to end", seconds, () => Task.FromResult(StayOf(name, task).IsUp ? "it is up" : null));
        return StayOf(name, task).Until;
    }

    /// <summary>How many containers of a service were up at the worst moment between two.</summary>
    public int FewestUp(string name, double from, double until)
    {
        var stays = StaysOf(name);
        var moments = stays.Where(stay => !stay.IsUp).Select(stay => stay.Until).Append(from).Where(moment => moment >= from && moment <= until);
        return moments.Select(moment => stays.Count(stay => stay.From <= moment && (stay.IsUp || stay.Until > moment))).DefaultIfEmpty(0).Min();
    }
}
