using System.Collections;
using System.CommandLine;
using Orcastra.Config;
using Orcastra.Logging;
using Serilog.Core;

namespace Orcastra.Cli;

/// <summary>The verbs.</summary>
internal static class CommandLine
{
    /// <summary>The verbs with what they do.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("Keeps dependents beside their anchor in a Docker Swarm.");
        root.Subcommands.Add(Run());
        root.Subcommands.Add(Version());
        return root;
    }

    private static Command Run()
    {
        var once = new Option<bool>("--once") { Description = "End once there is nothing left to do (RUN_ONCE)." };
        var run = new Command("run", "Look at the Swarm, keep it as declared, until told to stop.") { once };
        run.SetAction(async (parsed, _) => await RunAsync(parsed.GetValue(once)));
        return run;
    }

    private static Command Version()
    {
        var version = new Command("version", "Print the version.");
        version.SetAction(_ => Console.WriteLine($"orcastra {Product.Version}"));
        return version;
    }

    private static async Task<int> RunAsync(bool once)
    {
        var settings = LoadSettings(out var errors);
        var config = errors.Count == 0 ? ConfigFiles.Load(settings) : null;
        errors.AddRange(config?.Errors ?? []);
        if (errors.Count > 0)
        {
            errors.ForEach(error => Console.Error.WriteLine(error));
            return 2;
        }

        using var log = CreateLog(settings);
        foreach (var note in settings.Notes.Concat(config!.Notes))
        {
            log.For("config").Information("{Note:l}", note);
        }

        return await new RunVerb(settings, config, log, TimeProvider.System).RunAsync(once || settings.RunOnce);
    }

    private static Settings LoadSettings(out List<ConfigError> errors)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        var settings = Settings.Load(environment, File.ReadAllText, out var found);
        errors = [.. found];
        return settings;
    }

    private static Logger CreateLog(Settings settings) => Logs.Create(
        new()
        {
            Format = settings.LogFormat == Config.LogFormat.Json ? Logging.LogFormat.Json : Logging.LogFormat.Text,
            Verbose = settings.Debug,
            Folder = settings.LogToFile ? LogSettings.DefaultFolder : null,
            Zone = settings.TimeZone,
            Colour = LogSettings.WantsColour(!Console.IsOutputRedirected, settings.NoColor ? "1" : null),
        },
        Console.Out);
}
