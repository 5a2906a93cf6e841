using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Leading;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Remembering;
using Serilog;

namespace Orcastra.Bench.Scale;

/// <summary>The program's own parts, put together as <c>orcastra run</c> does, before a made-up engine.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>Puts the parts together; what they remember of earlier looks is empty.</summary>
    public Stage(ServedEngine engine)
    {
        Docker = new(DockerEndpoint.Parse("tcp://127.0.0.1:1", false, null, null), TimeProvider.System, new() { HandlerFactory = engine.Handler });
        var record = new SwarmRecord(Docker, "orcastra-memory");
        var lease = new Lease(new SwarmRecord(Docker, "orcastra-lease"), new Instance("", "bench", Environment.ProcessId), (_, _) => Task.FromResult(false), TimeProvider.System);
        Observer = new(Docker, record, TimeProvider.System);
        var log = new LoggerConfiguration().CreateLogger();
        Pass = new(Observer, lease, new Executor(Docker, record, new(Docker, "orcastra-previous-"), lease, new Journal(log), new OwnWrites(TimeProvider.System), TimeProvider.System, log), TimeProvider.System);
    }

    /// <summary>The client.</summary>
    public DockerClient Docker { get; }

    /// <summary>Looks.</summary>
    public Observer Observer { get; }

    /// <summary>Looks, decides, acts.</summary>
    public Pass Pass { get; }

    /// <summary>What the files would say: every anchor with its dependents, every node with two labels.</summary>
    public static Policy PolicyFor(Size size) => new()
    {
        HasDependencies = true,
        HasNodes = true,
        Anchors = [.. Enumerable.Range(0, size.Nodes).Select(group => Anchor(group * Size.ServicesOfNode))],
        Nodes = [.. Enumerable.Range(0, size.Nodes).Select(node => new NodePolicy(
            Cast.Host(node), "", Labels(node), "nodes.yml"))],
    };

    public ValueTask DisposeAsync() => Docker.DisposeAsync();

    private static ImmutableSortedDictionary<string, string> Labels(int node) => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        .Add("disk", "ssd")
        .Add("rack", string.Create(CultureInfo.InvariantCulture, $"r{node % 20}"));

    private static AnchorPolicy Anchor(int service) => new(
        Cast.Plain(service),
        "shop",
        [.. Enumerable.Range(service + 1, Size.Dependents).Select(Cast.Plain)],
        RestartDependents: true,
        RetrySchedule.Default,
        HandOffMode.Ordered,
        Bind: false,
        "dependencies.yml");
}
