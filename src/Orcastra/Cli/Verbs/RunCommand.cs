using System.CommandLine;
using Orcastra.Config;
using Orcastra.Logging;
using Serilog.Core;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra run</c>.</summary>
internal static class RunCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var once = new Option<bool>("--once") { Description = "End once there is nothing left to do (as RUN_ONCE=true)." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, change nothing (as DRY_RUN=true)." };
        var verb = new Verb(
            "run",
            "Look at the Swarm and keep it as declared, until told to stop.",
            ("orcastra run", "with the files under /etc/swarm-orchestration"),
            ("orcastra run --dry-run", "say what would be done, change nothing"),
            ("orcastra run --once", "bring everything in order, then end"))
        { once, dryRun };
        verb.Does(surroundings, (parsed, settings, _) => RunAsync(
            surroundings,
            settings with { RunOnce = settings.RunOnce || parsed.GetValue(once), DryRun = settings.DryRun || parsed.GetValue(dryRun) }));
        return verb;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, Settings settings)
    {
        var config = ConfigFiles.Load(settings);
        if (config.Errors.Length > 0)
        {
            Environs.Show(surroundings, config.Errors);
            return ExitCode.BadConfiguration;
        }

        using var log = CreateLog(surroundings, settings);
        foreach (var note in settings.Notes.Concat(config.Notes))
        {
            log.For("config").Information("{Note:l}", note);
        }

        return await new RunVerb(settings, config, log, surroundings.Time).RunAsync(settings.RunOnce);
    }

    private static Logger CreateLog(Surroundings surroundings, Settings settings) => Logs.Create(
        new()
        {
            Format = settings.LogFormat,
            Verbose = settings.Debug,
            Folder = settings.LogToFile ? LogSettings.DefaultFolder : null,
            Zone = settings.TimeZone,
            Colour = LogSettings.WantsColour(surroundings.IsTerminal, settings.NoColor ? "1" : null),
        },
        surroundings.Out);
}
