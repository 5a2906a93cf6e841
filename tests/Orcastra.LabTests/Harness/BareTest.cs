namespace Orcastra.LabTests;

/// <summary>Bare engines, each with its own sshd, and no Swarm.</summary>
public abstract class BareLab : Lab
{
    private protected override string Verb => "engines";
}

/// <summary>A test on bare engines; the program runs at the first one and reaches the others by ssh.</summary>
public abstract class BareTest(BareLab lab) : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("orcastra-bare-").FullName;
    private readonly List<OrcastraProcess> _processes = [];
    private Crowd? _place;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private protected Lab Lab => lab;

    private protected double Now => TimeProvider.System.GetElapsedTime(_began).TotalSeconds;

    /// <summary>The network of the nodes: the first three numbers of their addresses.</summary>
    private protected string Network => File.ReadLines(Path.Combine(lab.Folder, "ssh", "known_hosts")).First().Split(' ')[0] is var first ? first[..first.LastIndexOf('.')] : "";

    public async ValueTask InitializeAsync()
    {
        if (lab.Impossible.Length > 0)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", lab.Impossible);
            Assert.Fail(lab.Impossible);
        }

        _place = await Crowd.EnterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(process.Log);
            }

            await process.DisposeAsync();
        }

        Directory.Delete(_files, recursive: true);
        _place?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string WriteFile(string name, string text)
    {
        var path = Path.Combine(_files, name);
        File.WriteAllText(path, text);
        return path;
    }

    private protected string AddressOf(LabNode node) => $"{Network}.{node.Number}";

    /// <summary>An inventory of all nodes.</summary>
    /// <param name="leader">Its leader.</param>
    /// <param name="address">Where a node is said to be.</param>
    /// <param name="more">What an entry says beside its address and its label.</param>
    private protected string Inventory(LabNode leader, Func<LabNode, string> address, Func<LabNode, string> more) =>
        $"leader: {leader.Name}\nnodes:\n{string.Join('\n', lab.Nodes.Select(node => $"  {node.Name}: {{ip: {address(node)}, labels: {{number: n{node.Number}}}{more(node)}}}"))}\n";

    /// <summary>Starts the program at the first node with an inventory of all.</summary>
    /// <param name="leader">The inventory's leader.</param>
    /// <param name="more">What an entry says beside its address and its label.</param>
    /// <param name="sshConfig">The ssh client's configuration; the lab's own if null.</param>
    /// <param name="verb">What it is to do.</param>
    private protected OrcastraProcess Start(LabNode leader, Func<LabNode, string> more, string? sshConfig, params string[] verb) =>
        Start(Inventory(leader, AddressOf, more), lab.Nodes[0].Socket, sshConfig, verb);

    /// <summary>Starts the program with this <c>nodes.yml</c>, at this socket.</summary>
    private protected OrcastraProcess Start(string inventory, string socket, string? sshConfig, params string[] verb)
    {
        var process = OrcastraProcess.Start(
            socket,
            new Dictionary<string, string>
            {
                ["NODES_FILE"] = WriteFile("nodes.yml", inventory),
                ["DEPENDENCIES_FILE"] = Path.Combine(_files, "none.yml"),
                ["SWARM_FILE"] = Path.Combine(_files, "none.yml"),
                ["ORCASTRA_LISTEN"] = "off",
                ["ORCASTRA_SSH_CONFIG"] = sshConfig ?? Path.Combine(lab.Folder, "ssh", "config"),
            },
            () => Now,
            verb);
        _processes.Add(process);
        return process;
    }
}
