using System.Diagnostics;
using Orcastra.Docker;

namespace Orcastra.Bench;

/// <summary>A real Swarm of three nodes for one run, and the program beside it.</summary>
internal sealed class BenchLab : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "orcastra-bench");

    private BenchLab() => Docker = new(DockerEndpoint.Parse($"unix://{Socket(1)}", false, null, null), TimeProvider.System);

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A client of the first node.</summary>
    public DockerClient Docker { get; }

    /// <summary>Starts the Swarm.</summary>
    public static async Task<BenchLab> StartAsync()
    {
        var lab = new BenchLab();
        await lab.LabAsync("down");
        await lab.LabAsync("up", "3");
        return lab;
    }

    /// <summary>A node's API socket.</summary>
    public string Socket(int node) => Path.Combine(_folder, $"node{node}", "docker.sock");

    /// <summary>The process of a node's engine.</summary>
    public int EngineOf(int node) => Process.GetProcessesByName("dockerd")
        .First(process => File.ReadAllText($"/proc/{process.Id}/cmdline").Contains($"{_folder}/node{node}/", StringComparison.Ordinal)).Id;

    /// <summary>Runs the docker client of the first node.</summary>
    public Task DockerAsync(params string[] arguments) => LabAsync(["docker", "1", .. arguments]);

    /// <summary>Creates a service of the lab's image.</summary>
    public Task CreateAsync(string name, params string[] options) =>
        DockerAsync(["service", "create", "-q", "-d", "--no-resolve-image", "--name", name, .. options, "lab:1"]);

    /// <summary>Takes a node's power away.</summary>
    public Task PowerCutAsync(int node) => LabAsync("kill", $"{node}");

    /// <summary>Boots a node again.</summary>
    public Task PowerOnAsync(int node) => LabAsync("start", $"{node}");

    /// <summary>Starts the program with these dependencies.</summary>
    public Process StartOrcastra(string dependencies)
    {
        File.WriteAllText(Path.Combine(_folder, "dependencies.yml"), dependencies);
        var start = new ProcessStartInfo(Path.Combine(Root, "orcastra"), ["run"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOCKER_HOST"] = $"unix://{Socket(1)}",
                ["DEPENDENCIES_FILE"] = Path.Combine(_folder, "dependencies.yml"),
                ["NODES_FILE"] = Path.Combine(_folder, "nodes.yml"),
                ["SWARM_FILE"] = Path.Combine(_folder, "swarm.yml"),
                ["STACK_NAME"] = "bench",
                ["ORCASTRA_LISTEN"] = "127.0.0.1:16061",
                ["ORCASTRA_DWELL"] = "0",
                ["DEBUG"] = "false",
            },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => File.AppendAllText(Path.Combine(_folder, "orcastra.log"), line.Data + "\n");
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Asks a process to end and waits until it has.</summary>
    public static async Task EndAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Docker.DisposeAsync();
        await LabAsync("down");
    }

    private async Task LabAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "lab", "swarm-lab"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LAB"] = _folder, ["LAB_ID"] = "40", ["LAB_OWNER"] = $"{Environment.ProcessId}" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"swarm-lab {string.Join(' ', arguments)}: {await errors}");
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orcastra.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("run this from the repository");
    }
}
