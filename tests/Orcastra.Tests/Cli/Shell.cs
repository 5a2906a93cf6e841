using Microsoft.Extensions.Time.Testing;
using Orcastra.Cli;
using Orcastra.Docker;

namespace Orcastra.Tests.Cli;

/// <summary>Runs verbs in this process, with a folder, an environment and a Swarm of its own, and keeps what they print.</summary>
internal sealed class Shell : IDisposable
{
    // Time passes far quicker here than the Swarm answers: no request may time out because this machine is busy.
    private static readonly DockerClientOptions Patient = new() { RequestTimeout = TimeSpan.FromDays(1), ConnectTimeout = TimeSpan.FromDays(1), ReadRetries = 0 };

    private readonly Dictionary<string, string?> _variables = [];

    public Shell()
    {
        Folder = Directory.CreateTempSubdirectory("orcastra-cli-").FullName;
        Set("NODES_FILE", Path.Combine(Folder, "nodes.yml"));
        Set("DEPENDENCIES_FILE", Path.Combine(Folder, "dependencies.yml"));
        Set("SWARM_FILE", Path.Combine(Folder, "swarm.yml"));
    }

    public string Folder { get; }

    public FakeSwarm Swarm { get; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse(SwarmJson.Then, System.Globalization.CultureInfo.InvariantCulture));

    public bool IsTerminal { get; init; }

    public string Input { get; set; } = "";

    /// <summary>When its user has waited long enough and presses Ctrl-C; null if never.</summary>
    public TimeSpan? LeavesAfter { get; set; }

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public void Set(string variable, string value) => _variables[variable] = value;

    public string File(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Runs one; time passes while it waits.</summary>
    public async Task<int> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = new Surroundings
        {
            Variables = _variables,
            In = new StringReader(Input),
            Out = output,
            Error = error,
            IsTerminal = IsTerminal,
            Time = Time,
            Connect = endpoint => new DockerClient(endpoint, Time, Patient with { HandlerFactory = () => new Lent(Swarm) }),
        };
        using var leave = new CancellationTokenSource(LeavesAfter ?? Timeout.InfiniteTimeSpan, Time);
        var run = Task.Run(() => CommandLine.InvokeAsync(arguments, surroundings, leave.Token));
        while (!run.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }

        var code = await run;
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Swarm.Dispose();
    }
}
