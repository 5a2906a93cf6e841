using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>Tells what containers do, and how the Swarm's managers see its nodes.</summary>
internal sealed class Reporter
{
    private readonly World _world;

    /// <summary>Begins to listen.</summary>
    public Reporter(World world)
    {
        _world = world;
        world.Swarm.ContainerChanged += Tell;
        world.Lookout.Changed += (before, now) => Tell(before, now);
    }

    private void Tell(ContainerChange change)
    {
        var container = change.Container;
        var how = change switch
        {
            { IsStart: true } => "is up on",
            { ExitCode: 0 } => "has ended on",
            _ when !container.Node.IsOn => "is gone with",
            { ExitCode: 137 } => "was killed on",
            _ => $"has failed ({change.ExitCode}) on",
        };
        _world.Story.Tell(StoryVoice.Swarm, $"{container.Service} {how} {container.Node.Name}");
    }

    private void Tell(Sight before, Sight now)
    {
        if (before.HasManagers != now.HasManagers)
        {
            _world.Story.Tell(StoryVoice.Swarm, now.HasManagers ? "the managers answer again" : "no manager answers");
        }

        if (before.Leader != now.Leader && now.Leader.Length > 0 && before.Leader.Length > 0)
        {
            _world.Story.Tell(StoryVoice.Swarm, $"{now.Leader} leads the managers");
        }

        foreach (var node in now.Nodes.Values)
        {
            if (before.Nodes.TryGetValue(node.Name, out var was) && was.State != node.State)
            {
                _world.Story.Tell(StoryVoice.Swarm, $"{node.Name} is {node.State} to the managers");
            }
        }
    }
}
