using Orcastra.Cli;
using Orcastra.Commands.Filing;
using Orcastra.Config;
using Orcastra.Core.Commands;
using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Remembering;

namespace Orcastra.Commands;

/// <summary>Reads the command file beside the loop. Only the instance that acts does: the file may be on a network share.</summary>
/// <param name="docker">The engine.</param>
/// <param name="settings">The environment.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class CommandRunner(DockerClient docker, Settings settings, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private Clerk? _clerk;

    /// <summary>Whether this instance holds the lease; null until the loop runs.</summary>
    public Func<CancellationToken, Task<bool>>? HoldsLease { get; set; }

    /// <summary>Has the file looked at now.</summary>
    public void Wake() => _clerk?.Wake();

    /// <summary>Runs until told to stop; in a dry run it does nothing.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (settings.DryRun)
        {
            return;
        }

        var host = await HostAsync(stop);
        _clerk = new(new(settings.CommandFile, host, $"{host}:{Path.GetFileName(settings.CommandFile)}", Queue(), text => CommandGrammar.Read(text, out _), time, log)
        {
            IsOnDuty = async token => HoldsLease is { } holds && await holds(token),
        });
        await _clerk.RunAsync(stop);
    }

    private SwarmQueue Queue() => new(new SwarmRecord(docker, Engine.MemoryName(settings)), time);

    // The name of the node, not of the container, which changes with each restart.
    private async Task<string> HostAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return (await docker.System.InfoAsync(stop)).Hostname;
            }
            catch (DockerException fault)
            {
                log.For("commands").Debug("the engine does not say its name yet: {Message:l}", fault.Message);
            }

            await Sleep.ForAsync(Pause, time, stop);
        }
    }
}
