using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>
/// Whether a dependent was ever up on two nodes at once. A node that is cut off keeps its containers: what overlaps with those
/// is the network's doing and does not count.
/// </summary>
internal sealed class OverlapWatch
{
    private readonly World _world;
    private readonly ImmutableHashSet<string> _watched;
    private readonly List<string> _found = [];

    /// <summary>Begins to watch.</summary>
    public OverlapWatch(World world)
    {
        _world = world;
        _watched = [.. Watched(world.Scenario)];
        world.Swarm.ContainerChanged += See;
    }

    /// <summary>What was up twice, and when.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>True if this service was up twice.</summary>
    public bool Has(string service) => _found.Exists(text => text.StartsWith(service + " ", StringComparison.Ordinal));

    private static IEnumerable<string> Watched(Scenario scenario)
    {
        var ordered = scenario.Policy.Anchors.Where(anchor => anchor.HandOff == HandOffMode.Ordered).SelectMany(anchor => anchor.Dependents.Select(anchor.FullName));
        return scenario.Services.Where(service => !service.IsGlobal && !service.IsStartFirst).Select(service => service.Name).Intersect(ordered).Except(scenario.MayOverlap);
    }

    private void See(ContainerChange change)
    {
        var container = change.Container;
        if (!change.IsStart || !_watched.Contains(container.Service))
        {
            return;
        }

        foreach (var other in _world.Up(container.Service).Where(other => other.ContainerId != container.ContainerId && other.Slot == container.Slot))
        {
            var isExcused = other.Node.IsCut || container.Node.IsCut;
            if (!isExcused)
            {
                _found.Add($"{container.Service} was up on {other.Node.Name} and {container.Node.Name} at once");
                _world.Story.Tell(StoryVoice.Broken, _found[^1]);
            }
        }
    }
}
