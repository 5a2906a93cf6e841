namespace Orcastra.Simulator;

/// <summary>One Swarm: its store, its managers, and who belongs to it.</summary>
internal sealed class Cluster
{
    public Cluster(World world)
    {
        World = world;
        Store = new(world.Timeline);
        Grid = new(this);
        Membership = new(this);
        Router = new(this, Store);
    }

    public World World { get; }

    public Timeline Timeline => World.Timeline;

    public DateTimeOffset Now => World.Timeline.Now;

    public Dice Dice => World.Dice;

    public EngineRelease Release => World.Release;

    public Store Store { get; }

    public Grid Grid { get; }

    public Membership Membership { get; }

    /// <summary>Answers requests from what is in the store.</summary>
    public Router Router { get; }

    /// <summary>The machines whose Swarm it is, or was until they left.</summary>
    public IEnumerable<SimulatedNode> Nodes => World.Nodes.Where(node => node.Cluster == this);

    /// <summary>Tells every manager that hears the leader what a commit changed.</summary>
    public void Announce(IReadOnlyList<Change> changes)
    {
        var events = changes.Select(change => SwarmEvents.Of(change, Now)).OfType<EngineEvent>().ToList();
        if (events.Count > 0)
        {
            Timeline.After(Dice.Between(0.001, 0.004), () => Deliver(events));
        }
    }

    private void Deliver(List<EngineEvent> events)
    {
        foreach (var manager in Nodes.Where(node => Grid.IsMember(node) && Grid.HasLeader(node)))
        {
            foreach (var happened in events)
            {
                manager.Events.Add(happened);
            }
        }
    }
}
