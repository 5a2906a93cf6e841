using Orcastra.Conformance;
using Orcastra.Simulator;

namespace Orcastra.Tests.Conformance;

/// <summary>The simulator as behaviours see it: their requests reach it in this process, and their waits take no time at all.</summary>
internal sealed class VirtualSwarm : ISwarmUnderTest, IDisposable
{
    private readonly Timeline _timeline = new();
    private readonly SimulatedSwarm _swarm;

    public VirtualSwarm(string engine, int nodes, ulong seed)
    {
        Engine = engine;
        _swarm = new(new() { Nodes = nodes, Managers = 3, Engine = engine, OldestApi = engine == "26.1" ? "1.44" : null, Seed = seed }, _timeline);
        Time = new VirtualTime(_timeline);
        Nodes = [.. _swarm.Nodes.Select(node => new Machine(node.Number, new EngineApi(_swarm.Handler(node), Time)) { Id = node.NodeId })];
        Watcher = new(Nodes, Time);
    }

    public TimeProvider Time { get; }

    public string Engine { get; }

    public IReadOnlyList<Machine> Nodes { get; }

    public Watcher Watcher { get; }

    /// <summary>How often somebody came from another thread: the seed reproduces a run only if nobody did.</summary>
    public int Strays => _timeline.Strays;

    /// <summary>Lets time pass until a task has ended.</summary>
    public T Run<T>(Task<T> task) => _timeline.Run(task);

    public Task PowerCutAsync(Machine node) => Do(() => _swarm.Faults.PowerCut(Of(node)));

    public Task StartAsync(Machine node) => Do(() => _swarm.Faults.Start(Of(node)));

    public Task CutAsync(Machine node) => Do(() => _swarm.Faults.Cut(Of(node)));

    public Task HealAsync(Machine node) => Do(() => _swarm.Faults.Heal(Of(node)));

    public Draft CrashingOn(Draft draft, params IReadOnlyList<Machine> nodes)
    {
        _swarm.Behaviours[draft.ToJson()["Name"]!.GetValue<string>()] = new() { FailsOn = [.. nodes.Select(node => node.Name)] };
        return draft;
    }

    public void Dispose()
    {
        var end = Watcher.DisposeAsync().AsTask();
        _timeline.RunUntil(() => end.IsCompleted, TimeSpan.FromMinutes(2));
        foreach (var node in Nodes)
        {
            node.Dispose();
        }
    }

    private SimulatedNode Of(Machine node) => _swarm.Nodes[node.Number - 1];

    private static Task Do(Action fault)
    {
        fault();
        return Task.CompletedTask;
    }
}
