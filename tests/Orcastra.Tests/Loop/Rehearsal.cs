using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Metrics;
using Orcastra.Simulating;
using Orcastra.Simulator;
using Orcastra.Tests.Cli;
using Serilog.Core;

namespace Orcastra.Tests.Loop;

/// <summary>
/// The whole controller beside a Swarm in which nothing moves by itself, in a time that tests let pass: all of it goes on
/// within the calls that do.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    public const string NoLeader = "The swarm does not have a leader.";

    private readonly StringWriter _said = new();
    private readonly Timeline _timeline = new(DateTimeOffset.Parse(SwarmJson.Then, System.Globalization.CultureInfo.InvariantCulture));
    private readonly Instruments _instruments = new("0");
    private readonly Logger _log;

    public Rehearsal()
    {
        Time = new VirtualTime(_timeline);
        _log = Logs.Create(new() { Verbose = true, Zone = TimeZoneInfo.Utc }, _said);
        Docker = new(DockerEndpoint.Parse(null, false, null, null), Time, new() { HandlerFactory = () => new Lent(Swarm), ReadRetries = 0 });
        Departure = new(Time);
        Swarm.Nodes.AddRange([SwarmJson.Node("node-a"), SwarmJson.Node("node-b")]);
    }

    public FakeSwarm Swarm { get; } = new();

    public TimeProvider Time { get; }

    public DockerClient Docker { get; }

    public Departure Departure { get; }

    public Wake Wake { get; } = new(goesOnInline: true);

    public Func<Policy> Policy { get; set; } = () => new Policy();

    public Action<Observation>? OnTakingOver { get; set; }

    public Settings Settings { get; set; } = Settings.Default;

    public string Story => _said.ToString();

    public Serilog.ILogger Log => _log;

    /// <summary>An anchor <c>db</c> and what follows it.</summary>
    public static Policy Following(params string[] dependents) => new()
    {
        HasDependencies = true,
        Anchors = [new("db", "", [.. dependents], true, RetrySchedule.Default, HandOffMode.Ordered, false, "dependencies.yml:1:1")],
    };

    /// <summary>A gate stands, as its old task still stops.</summary>
    public void ShutGate()
    {
        Swarm.Services.Add(SwarmJson.Service("web", constraints: [Trace.GateConstraint("x-1", 1)], labels: [(Trace.Mark, "x-1")]));
        Swarm.Tasks.Add(SwarmJson.Task("web", "node-a"));
        Swarm.Tasks[^1]["DesiredState"] = "shutdown";
    }

    /// <summary>Starts the controller.</summary>
    public Task<bool> Run(bool endsWhenSettled = false, params IEnumerable<Func<CancellationToken, Task>> others)
    {
        Task<bool>? run = null;
        WithoutContext.Do(() => run = new Controller(new(Docker, Settings, () => Policy(), Wake, Departure, _instruments, new Journal(_log), Time, _log) { OnTakingOver = OnTakingOver })
            .RunAsync(new Instance("id-node-a", "host", 1), (_, _) => Task.FromResult(false), endsWhenSettled, others));
        return run!;
    }

    /// <summary>Asks the controller to leave, as SIGTERM does.</summary>
    public void Leave() => WithoutContext.Do(() =>
    {
        Departure.Ask();
        Wake.Up("asked to leave");
    });

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds) => _timeline.RunFor(TimeSpan.FromSeconds(seconds));

    /// <summary>A watcher that breaks after a while.</summary>
    public Func<CancellationToken, Task> BreaksAfter(double seconds) => async stop =>
    {
        await Sleep.ForAsync(TimeSpan.FromSeconds(seconds), Time, stop);
        throw new InvalidOperationException("a watcher broke");
    };

    /// <summary>One of our config objects as the Swarm holds it.</summary>
    public System.Text.Json.Nodes.JsonNode Config(string name) => Swarm.Configs.Single(config => config["Spec"]!["Name"]!.GetValue<string>() == name);

    public void Dispose()
    {
        Departure.Dispose();
        _instruments.Dispose();
        _log.Dispose();
        Swarm.Dispose();
    }
}
