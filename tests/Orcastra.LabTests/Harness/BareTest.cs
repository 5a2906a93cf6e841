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
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private protected Lab Lab => lab;

    private protected double Now => TimeProvider.System.GetElapsedTime(_began).TotalSeconds;

    /// <summary>The network of the nodes: the first three numbers of their addresses.</summary>
    private protected string Network => File.ReadLines(Path.Combine(lab.Folder, "ssh", "known_hosts")).First().Split(' ')[0] is var first ? first[..first.LastIndexOf('.')] : "";

    public ValueTask InitializeAsync()
    {
        if (lab.Impossible.Length > 0)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", lab.Impossible);
            Assert.Fail(lab.Impossible);
        }

        return ValueTask.CompletedTask;
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
        GC.SuppressFinalize(this);
    }

    private protected string WriteFile(string name, string text)
    {
        var path = Path.Combine(_files, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the program at the first node with an inventory of all.</summary>
    /// <param name="leader">The inventory's leader.</param>
    /// <param name="more">What an entry says beside its address and its label.</param>
    /// <param name="sshConfig">The ssh client's configuration; the lab's own if null.</param>
    /// <param name="verb">What it is to do.</param>
    private protected OrcastraProcess Start(LabNode leader, Func<LabNode, string> more, string? sshConfig, params string[] verb)
    {
        var nodes = lab.Nodes.Select(node => $"  {node.Name}: {{ip: {Network}.{node.Number}, labels: {{number: n{node.Number}}}{more(node)}}}");
        var process = OrcastraProcess.Start(
            lab.Nodes[0].Socket,
            new Dictionary<string, string>
            {
                ["NODES_FILE"] = WriteFile("nodes.yml", $"leader: {leader.Name}\nnodes:\n{string.Join('\n', nodes)}\n"),
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
