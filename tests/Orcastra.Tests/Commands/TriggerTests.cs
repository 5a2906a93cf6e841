using System.Diagnostics;
using Orcastra.Tests.Architecture;

namespace Orcastra.Tests.Commands;

/// <summary>The script that gives a command by the command file.</summary>
public sealed class TriggerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orcastra-trigger-").FullName;

    private string CommandFile => Path.Combine(_folder, "commands.yml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_command_is_appended_as_an_entry_whatever_stands_there()
    {
        Assert.Equal(0, await RunAsync(CommandFile));
        Assert.Equal(0, await RunAsync(CommandFile, "restart_service:web"));
        Assert.Equal("- bootstrap_swarm\n- restart_service:web\n", await ReadAsync());
        await File.WriteAllTextAsync(CommandFile, "- noop # no end", TestContext.Current.CancellationToken);
        Assert.Equal(0, await RunAsync(CommandFile, "sync"));
        Assert.Equal("- noop # no end\n- sync\n", await ReadAsync());
    }

    [Fact]
    public async Task Without_a_folder_or_with_more_than_a_command_nothing_is_written()
    {
        Assert.Equal(1, await RunAsync(Path.Combine(_folder, "none", "commands.yml")));
        Assert.Equal(2, await RunAsync(CommandFile, "noop", "sync"));
        Assert.Equal(2, await RunAsync(CommandFile, "noop\n- sync"));
        Assert.False(File.Exists(CommandFile));
    }

    private Task<string> ReadAsync() => File.ReadAllTextAsync(CommandFile, TestContext.Current.CancellationToken);

    private static async Task<int> RunAsync(string file, params string[] words)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(SourceTree.Root, "scripts", "trigger-bootstrap.sh"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COMMAND_FILE"] = file;
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
