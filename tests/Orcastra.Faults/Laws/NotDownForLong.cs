using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A replica that was up is not down behind a gate of ours for longer than a stop, a start and an undo take, once nothing else goes wrong.</summary>
internal sealed class NotDownForLong : Law
{
    // An anchor that is just starting elsewhere is waited for (15 s), a task that nobody takes is seen (5 s), undone and
    // started again; a restart of Swarm's own (5 s) may come in between.
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(40);

    // Nodes that a new leader has not heard of count as down after that time.
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(75);

    private readonly Dictionary<(string Service, int Slot), DateTimeOffset> _downSince = [];
    private readonly Dictionary<string, DateTimeOffset> _gatedSince = new(StringComparer.Ordinal);
    private readonly HashSet<(string Service, int Slot)> _told = [];

    public override string Sentence =>
        "A replica that was up is not down behind a gate of ours for longer than a stop, a start and an undo take, once nothing else goes wrong.";

    public override void OnService(ServiceWritten written)
    {
        if (!Marks.IsGated(written.After))
        {
            _gatedSince.Remove(written.Name);
        }
        else if (written.Before is not { } before || !Marks.IsGated(before))
        {
            _gatedSince[written.Name] = Stage.Now;
        }
    }

    public override void OnContainer(ContainerChange change)
    {
        var replica = (change.Container.Service, change.Container.Slot);
        if (change.IsStart)
        {
            _downSince.Remove(replica);
            _told.Remove(replica);
        }
        else if (Stage.Swarm.Containers.All(container => (container.Service, container.Slot) != replica))
        {
            _downSince[replica] = Stage.Now;
        }
    }

    public override void OnTick()
    {
        foreach (var (replica, since) in _downSince)
        {
            if (!_told.Contains(replica) && Watch.Find(replica.Service) is { } service && IsMissed(service, replica.Slot) && Marks.IsGated(service.Spec) && IsOverdue(replica.Service, since))
            {
                _told.Add(replica);
                Break($"{replica.Service}.{replica.Slot} is down behind its gate for {(Stage.Now - since).TotalSeconds:0} s");
            }
        }
    }

    // Slots that its user has scaled away are not missed, nor what has ended by its own policy.
    private bool IsMissed(ServiceRecord service, int slot) => Stage.Store.TasksOf(service.Id).Any(task => task.Slot == slot && task.IsWanted);

    private bool IsOverdue(string name, DateTimeOffset since)
    {
        var planned = Stage.Scenario.Service(name)!;
        // The anchor's label, which it may need, waits for what still stops elsewhere and would start beside itself.
        var longestStop = Stage.Scenario.Services.Max(service => service.GraceSeconds);
        var bound = Floor + TimeSpan.FromSeconds((2 * planned.StartSeconds) + longestStop + planned.RestartDelaySeconds + planned.MonitorSeconds);
        var touched = Stage.TouchedAt.GetValueOrDefault(name);
        var anchor = FaultScenario.Followed(Stage.Policy, name)?.Name;
        var anchorTouched = anchor is null ? default : Stage.TouchedAt.GetValueOrDefault(anchor);
        var calmSince = new[] { since, _gatedSince.GetValueOrDefault(name), touched, anchorTouched }.Max();
        return Stage.IsCalm && Stage.Now - calmSince > bound && Stage.Now - Stage.DisturbedAt > bound + AfterTrouble;
    }
}
