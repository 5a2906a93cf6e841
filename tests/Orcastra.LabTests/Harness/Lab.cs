using System.Globalization;

namespace Orcastra.LabTests;

/// <summary>A real Swarm on this machine, of three managers, made by <c>lab/swarm-lab</c> and shared by the tests of one collection.</summary>
public class Lab : IAsyncLifetime
{
    // Two runs at once must not share a lab: the first free ones are taken, of the wished one and its neighbour if there is a wish.
    private static readonly string[] Ids = Environment.GetEnvironmentVariable("ORCASTRA_TEST_LAB_ID") is { Length: > 0 } id
        ? [id, $"{int.Parse(id, CultureInfo.InvariantCulture) + 1}"]
        : [.. Enumerable.Range(20, 20).Select(number => $"{number}")];

    /// <summary>The release of its engines.</summary>
    internal static string Engine { get; } = Environment.GetEnvironmentVariable("ENGINE") is { Length: > 0 } engine ? engine : "26.1";

    private static int _labs;

    private Cgroups _cgroups = Cgroups.None;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"orcastra-labtests-{Environment.ProcessId}-{Interlocked.Increment(ref _labs)}");

    internal static string Script { get; } = FindScript();

    /// <summary>Why there can be no lab here; empty if there can.</summary>
    internal string Impossible { get; } = Environment.UserName == "root" ? "" : "a real Swarm needs root (namespaces, mounts)";

    internal IReadOnlyList<LabNode> Nodes { get; private set; } = [];

    internal string Folder => _folder;

    /// <summary>Watches which containers run on its nodes.</summary>
    internal Watcher Watch() => new(Nodes, TimeProvider.System, glance: node => _cgroups.Running(node.Name));

    /// <summary>How many nodes it has; those after the third are workers.</summary>
    private protected virtual int Size => 3;

    /// <summary>How it is made: a Swarm, or bare engines.</summary>
    private protected virtual string Verb => "up";

    public virtual async ValueTask InitializeAsync()
    {
        if (Impossible.Length > 0)
        {
            return;
        }

        await UpAsync();
        Nodes = [.. Enumerable.Range(1, Size).Select(number => new LabNode(number, _folder))];
        foreach (var node in Nodes)
        {
            node.Id = (await node.Api.GetAsync("/info"))["Swarm"]!["NodeID"]!.GetValue<string>();
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        if (Impossible.Length == 0)
        {
            await RunAsync("down");
        }

        GC.SuppressFinalize(this);
    }

    // What a run that was ended by force has left takes itself down: its lab watches its owner.
    private async Task UpAsync()
    {
        foreach (var id in Ids)
        {
            var answer = await Shell.TryAsync(Script, [Verb, Size.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>
            {
                ["LAB"] = _folder,
                ["LAB_ID"] = id,
                ["ENGINE"] = Engine,
                ["LAB_OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            });
            if (answer.Code == 0)
            {
                _cgroups = Cgroups.Of($"orcalab{id}");
                return;
            }

            if (id == Ids[^1] || !answer.Error.Contains("in use by another lab", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"the lab did not come up: {answer.Error}{answer.Output}");
            }
        }
    }

    internal Task<string> RunAsync(params string[] words) =>
        Shell.RunAsync(Script, words, new Dictionary<string, string> { ["LAB"] = _folder }, seconds: 180);

    /// <summary>The docker command, as a user would type it on that node.</summary>
    internal Task<string> DockerAsync(LabNode node, string words) => RunAsync(["docker", Number(node), .. words.Split(' ')]);

    internal Task PowerCutAsync(LabNode node) => RunAsync("kill", Number(node));

    internal Task StartAsync(LabNode node) => RunAsync("start", Number(node));

    internal Task RestartEngineAsync(LabNode node) => RunAsync("restart", Number(node));

    internal Task InNodeAsync(LabNode node, params string[] command) => RunAsync(["exec", Number(node), .. command]);

    internal Task PullCableAsync(LabNode node) => RunAsync("cut", Number(node));

    internal Task HealAsync(LabNode node) => RunAsync("heal", Number(node));

    /// <summary>Which nodes have no power, and which are cut off. The script, which takes a second of processor time, is asked only where an engine does not answer.</summary>
    internal async Task<(List<LabNode> Off, List<LabNode> Cut)> StatusAsync()
    {
        List<LabNode> cut = [.. Nodes.Where(node => File.Exists(Path.Combine(_folder, node.Name, "cut")))];
        if ((await Task.WhenAll(Nodes.Select(AnswersAsync))).All(yes => yes))
        {
            return ([], cut);
        }

        var off = (await RunAsync("status")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(line => line[2] == "off").Select(line => line[0]);
        return ([.. Nodes.IntersectBy(off, node => node.Name)], cut);
    }

    private static async Task<bool> AnswersAsync(LabNode node)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
        try
        {
            await node.Api.GetAsync("/version", limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or EngineRefusal)
        {
            return false;
        }
    }

    /// <summary>The node that leads the managers.</summary>
    internal async Task<LabNode> LeaderAsync()
    {
        LabNode? leader = null;
        await Eventually.BecomesAsync("a leader of the managers", 90, async () =>
        {
            foreach (var asked in Nodes)
            {
                if (await LeaderAsync(asked) is { } named)
                {
                    leader = named;
                    return null;
                }
            }

            return "no manager names one";
        });
        return leader!;
    }

    private async Task<LabNode?> LeaderAsync(LabNode asked)
    {
        try
        {
            var leaders = (await asked.Swarm.NodesAsync()).Where(node => node!["ManagerStatus"]?["Leader"]?.GetValue<bool>() == true).Select(node => node!["ID"]!.GetValue<string>()).ToList();
            return Nodes.FirstOrDefault(node => leaders.Contains(node.Id));
        }
        catch (EngineRefusal)
        {
            return null; // a worker, or a manager that has lost the others
        }
    }

    private static string Number(LabNode node) => node.Number.ToString(CultureInfo.InvariantCulture);

    private static string FindScript()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "lab", "swarm-lab");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new FileNotFoundException($"lab/swarm-lab is in no folder above {AppContext.BaseDirectory}");
    }
}
