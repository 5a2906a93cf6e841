using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>
/// A test on the real Swarm: an empty one, its leader and two others. What was seen and logged is shown if it fails, and
/// with ORCASTRA_TEST_SHOW=1 in any case.
/// </summary>
[Collection(LabTests.Name)]
public abstract class LabTest(Lab lab) : IAsyncLifetime
{
    private readonly List<OrcastraProcess> _processes = [];
    private readonly List<CuttingProxy> _proxies = [];
    private readonly string _files = $"{lab.Folder}-files";
    private Crowd? _place;

    internal Lab Lab => lab;

    /// <summary>The node that leads the managers, and where Orcastra runs if nothing else is said.</summary>
    internal LabNode A { get; private set; } = null!;

    internal LabNode B { get; private set; } = null!;

    internal LabNode C { get; private set; } = null!;

    internal SwarmView Swarm => A.Swarm;

    internal Watcher Watcher { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (lab.Impossible.Length > 0)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", lab.Impossible);
            Assert.Fail(lab.Impossible);
        }

        _place = await Crowd.EnterAsync();
        A = await Clearing.ClearAsync(lab);
        (B, C) = lab.Nodes.Where(node => node != A).ToList() is [var b, var c] ? (b, c) : throw new InvalidOperationException("the lab has three nodes");
        Directory.CreateDirectory(_files);
        Watcher = lab.Watch();
    }

    public async ValueTask DisposeAsync()
    {
        var isWanted = TestContext.Current.TestState?.Result == TestResult.Failed || Environment.GetEnvironmentVariable("ORCASTRA_TEST_SHOW") is { Length: > 0 };
        if (Watcher is not null && isWanted)
        {
            Say("what really ran:\n" + Watcher.Timeline());
            _processes.ForEach(process => Say($"log of process {process.Id}:\n{process.Log}"));
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        if (Watcher is not null)
        {
            await Watcher.DisposeAsync();
            Directory.Delete(_files, recursive: true);
        }

        _place?.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static void Say(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    internal string WriteFile(string name, string text)
    {
        var path = Path.Combine(_files, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The command file; there is none before a test writes one.</summary>
    internal string CommandFile => Path.Combine(_files, "commands.yml");

    /// <summary>Starts the program with this <c>dependencies.yml</c>; returns at once.</summary>
    internal OrcastraProcess Launch(string dependencies, string socket, params (string Name, string Value)[] settings)
    {
        WriteFile("dependencies.yml", dependencies);
        return Launch(["run"], socket, settings);
    }

    /// <summary>Runs another verb with the <c>dependencies.yml</c> that is there, and waits until it has ended.</summary>
    /// <returns>Its exit code, and all it has printed.</returns>
    internal async Task<(int Code, string Said)> AskAsync(string verb, string socket, params (string Name, string Value)[] settings)
    {
        var process = Launch([verb], socket, settings);
        return (await process.EndsAsync(), process.Log);
    }

    /// <summary>Gives a command and waits for what comes of it.</summary>
    /// <returns>The exit code, and all that was printed.</returns>
    internal async Task<(int Code, string Said)> SendAsync(string command, double seconds)
    {
        var process = Launch(["send", command], A.Socket, []);
        return (await process.EndsAsync(seconds), process.Log);
    }

    /// <summary>Starts the program beside the leader and waits until it acts.</summary>
    internal async Task<OrcastraProcess> StartOrcastraAsync(string dependencies, params (string Name, string Value)[] settings)
    {
        var process = Launch(dependencies, A.Socket, settings);
        await ActsAsync(process);
        return process;
    }

    /// <summary>Waits until that process holds the lease and has taken note of the anchors that are there.</summary>
    internal async Task ActsAsync(OrcastraProcess process)
    {
        await Eventually.BecomesAsync($"process {process.Id} to act", 30, async () => process.HasEnded
            ? "it has ended"
            : (await Swarm.LeaseAsync()).Contains($"/{process.Id}/", StringComparison.Ordinal) ? null : await Swarm.LeaseAsync());
        await MemoryHoldsAsync("adopted.");
    }

    internal async Task<CuttingProxy> StartProxyAsync(LabNode node)
    {
        var proxy = await CuttingProxy.StartAsync(node.Socket, Path.Combine(_files, $"{node.Name}-{_proxies.Count}.sock"), () => Watcher.Now);
        _proxies.Add(proxy);
        return proxy;
    }

    /// <summary>Waits until Orcastra has taken note of the anchors that are there.</summary>
    internal Task MemoryHoldsAsync(string prefix) => Eventually.BecomesAsync($"the memory to hold {prefix}*", 20, async () =>
        (await Swarm.MemoryAsync()) is var memory && memory.Any(label => label.Key.StartsWith(prefix, StringComparison.Ordinal)) ? null : memory.ToJsonString());

    /// <summary>Creates a service on a node without any constraint that holds it there, and waits until it runs.</summary>
    internal async Task CreateAtAsync(LabNode node, Draft draft)
    {
        var others = lab.Nodes.Where(other => other != node).ToList();
        await Task.WhenAll(others.Select(other => Swarm.EditNodeAsync(other, spec => spec["Availability"] = "pause")));
        await CreateAsync(draft);
        await Task.WhenAll(others.Select(other => Swarm.EditNodeAsync(other, spec => spec["Availability"] = "active")));
    }

    /// <summary>Creates a service and waits until all of it runs.</summary>
    internal async Task CreateAsync(Draft draft)
    {
        var name = draft.ToJson()["Name"]!.GetValue<string>();
        await Swarm.CreateAsync(draft);
        var wanted = draft.ToJson()["Mode"]!["Replicated"]?["Replicas"]?.GetValue<int>() ?? 1;
        await Eventually.BecomesAsync($"{name} to run", 20, async () =>
            await Swarm.TasksAsync(name) is var tasks && tasks.Count(task => task.IsUp) >= wanted ? null : string.Join("; ", tasks));
    }

    /// <summary>Waits until each service runs on the node and nowhere else.</summary>
    internal async Task RunsOnAsync(LabNode node, double seconds, params string[] services)
    {
        foreach (var service in services)
        {
            await Eventually.BecomesAsync($"{service} to run on {node}", seconds, async () =>
            {
                var up = (await Swarm.TasksAsync(service)).Where(task => task.Desired == "running").ToList();
                return up.Count > 0 && up.All(task => task.IsUp && task.NodeId == node.Id) ? null : string.Join("; ", up);
            });
        }
    }

    /// <summary>Waits until nothing of Orcastra is left in services and on nodes but the labels of its anchors.</summary>
    internal Task PeaceAsync(double seconds = 30) => Traces.AreGoneAsync(Swarm, seconds);

    private OrcastraProcess Launch(string[] verb, string socket, (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["DEPENDENCIES_FILE"] = Path.Combine(_files, "dependencies.yml"),
            ["NODES_FILE"] = Path.Combine(_files, "none.yml"),
            ["SWARM_FILE"] = Path.Combine(_files, "none.yml"),
            ["ORCASTRA_LISTEN"] = "off",
            ["COMMAND_FILE"] = CommandFile,
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var process = OrcastraProcess.Start(socket, environment, () => Watcher.Now, verb);
        Watcher.Note($"Orcastra {verb[0]} started as {process.Id}");
        _processes.Add(process);
        return process;
    }

    internal static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
