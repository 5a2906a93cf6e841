using Orcastra.Core.Policies;

namespace Orcastra.Bench.Scale;

/// <summary>A made-up Swarm and the engine that serves it from memory.</summary>
internal sealed class ServedSwarm
{
    private readonly Size _size;
    private byte[] _tasks = [];
    private int _changes;

    public ServedSwarm(Size size)
    {
        _size = size;
        Policy = Stage.PolicyFor(size);
        var json = new EngineJson(size, strays: false);
        var lists = new[] { json.Nodes(), json.Services() };
        Engine.Serve("/nodes", () => new MemoryStream(lists[0]));
        Engine.Serve("/services", () => new MemoryStream(lists[1]));
        Serve(json);
        Megabytes = (lists.Sum(list => list.Length) + _tasks.Length) / 1e6;
    }

    /// <summary>The engine.</summary>
    public ServedEngine Engine { get; } = new();

    /// <summary>What its owner wants.</summary>
    public Policy Policy { get; }

    /// <summary>Size of its lists together.</summary>
    public double Megabytes { get; }

    /// <summary>Changes one digit of a time in the middle of the list of tasks.</summary>
    public void ChangeOneTask()
    {
        var at = _tasks.Length / 2 + _tasks.AsSpan(_tasks.Length / 2).IndexOf("\"UpdatedAt\":\"2025-02-20T09:00:3"u8) + 31;
        _tasks[at] = (byte)('0' + (++_changes % 10));
    }

    /// <summary>Puts one in twenty dependents elsewhere.</summary>
    public void Stray() => Serve(new EngineJson(_size, strays: true));

    private void Serve(EngineJson json)
    {
        var running = json.Tasks(runningOnly: true);
        _tasks = json.Tasks(runningOnly: false);
        Engine.Serve("/tasks", () => new MemoryStream(_tasks));
        Engine.Serve("/tasks?running", () => new MemoryStream(running));
    }
}
