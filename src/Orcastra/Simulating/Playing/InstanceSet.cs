using Serilog.Events;

namespace Orcastra.Simulating;

/// <summary>The Orcastras of a world, by the node beside whose engine each runs.</summary>
/// <param name="world">Where.</param>
internal sealed class InstanceSet(World world) : IDisposable
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedInstance> _instances = new(StringComparer.Ordinal);

    /// <summary>All of them, running or not.</summary>
    public IReadOnlyCollection<SimulatedInstance> All => _instances.Values;

    /// <summary>True if one runs on that node.</summary>
    public bool IsRunning(string node) => _instances.TryGetValue(node, out var instance) && instance.IsRunning;

    /// <summary>True if one of them has said something in which these words are.</summary>
    public bool HasSaid(string words) => _said.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Starts the one on that node; makes it where there was none.</summary>
    public void Start(string node)
    {
        if (!_instances.TryGetValue(node, out var instance))
        {
            var machine = world.Swarm.Nodes.First(one => one.Name == node);
            var hooks = new InstanceHooks { OnLine = Tell, OnRequest = Tell };
            _instances[node] = instance = new(world.Swarm, machine, world.Scenario.Policy, world.Scenario.Settings, hooks);
        }

        instance.Start();
    }

    /// <summary>Kills the one on that node.</summary>
    /// <returns>False if none runs there.</returns>
    public bool Kill(string node)
    {
        var wasRunning = IsRunning(node);
        if (wasRunning)
        {
            _instances[node].Kill();
        }

        return wasRunning;
    }

    /// <summary>Asks the one on that node to leave.</summary>
    public void Leave(string node)
    {
        if (IsRunning(node))
        {
            _instances[node].Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var instance in _instances.Values)
        {
            instance.Dispose();
        }
    }

    private void Tell(InstanceLine line)
    {
        if (line.Level >= LogEventLevel.Information)
        {
            _said.Add(line.Text);
        }

        world.Story.Tell(line.Level >= LogEventLevel.Warning ? StoryVoice.Warning : StoryVoice.Orcastra, Named(line.Node, line.Text), isDetail: line.Level < LogEventLevel.Information);
    }

    private void Tell(InstanceRequest request) => world.Story.Tell(StoryVoice.Orcastra, Named(request.Node, $"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}"), isDetail: true);

    // With one of them there is no need to say which.
    private string Named(string node, string text) => _instances.Count > 1 ? $"[{node}] {text}" : text;
}
