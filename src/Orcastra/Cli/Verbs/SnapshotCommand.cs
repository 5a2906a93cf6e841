using System.CommandLine;
using Orcastra.Cli.Snapshots;
using Orcastra.Config;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra snapshot</c>: what the engine shows, for bug reports and what-ifs.</summary>
internal static class SnapshotCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var verb = new Verb(
            "snapshot",
            "Write what the Swarm shows as JSON to stdout, secrets masked. Changes nothing.",
            ("orcastra snapshot >swarm.json", "for a bug report"),
            ("orcastra plan --from swarm.json", "what would be done in it; edit the file for a what-if"));
        verb.Does(surroundings, (_, settings, stop) => WriteAsync(surroundings, settings, stop));
        return verb;
    }

    private static async Task<int> WriteAsync(Surroundings surroundings, Settings settings, CancellationToken stop)
    {
        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        var seen = await RawLook.LookAsync(docker, settings, surroundings.Time, stop);
        var figures = await new MemoryFigures(docker, () => File.ReadAllText("/proc/meminfo"))
            .ReadAsync(missing => surroundings.Error.WriteLine($"orcastra snapshot: {missing}"), stop);
        await surroundings.Out.WriteAsync(SnapshotWriter.Write(seen with { Figures = figures }));
        return ExitCode.Good;
    }
}
