using System.Collections.Immutable;
using Orcastra.Core;

namespace Orcastra.Config;

/// <summary>Reads the environment by the table.</summary>
internal static class SettingsReader
{
    private const string Suffix = "_FILE";
    private const string OwnPrefix = "ORCASTRA_";
    private const int LongestShown = 80;

    /// <summary>Reads everything and reports all that is wrong at once.</summary>
    public static Settings Read(IReadOnlyDictionary<string, string?> environment, Func<string, string> readFile, out ImmutableArray<ConfigError> errors)
    {
        var found = ImmutableArray.CreateBuilder<ConfigError>();
        var notes = ImmutableArray.CreateBuilder<string>();
        var settings = new Settings();
        foreach (var variable in Variables.All)
        {
            settings = Apply(settings, variable, variable.Default, "", found);
            var (text, source) = Find(variable, environment, readFile, found);
            settings = Apply(settings, variable, text, source, found);
            if (text.Length > 0 && !variable.IsUsed)
            {
                notes.Add($"{variable.Name} is set; this version checks it but does not use it yet");
            }
        }

        found.AddRange(Unknown(environment));
        if (!settings.EventMode && !settings.PollingMode)
        {
            found.Add(Error("EVENT_MODE and POLLING_MODE are both off: nothing would ever be noticed; turn one of them on"));
        }

        if (settings is { AutoReboot: true, MaintenanceWindow: null })
        {
            found.Add(Error("ORCASTRA_AUTO_REBOOT is on and ORCASTRA_MAINTENANCE_WINDOW is not set: nodes are rebooted unattended only within a window; set one, such as 0 3 * * 0 2h"));
        }

        errors = found.ToImmutable();
        return settings with { Notes = notes.ToImmutable() };
    }

    private static Settings Apply(Settings settings, Variable variable, string text, string source, ImmutableArray<ConfigError>.Builder errors)
    {
        if (text.Length == 0)
        {
            return settings;
        }

        var (read, complaint) = variable.Read(settings, text);
        if (complaint is not null)
        {
            errors.Add(Error($"{variable.Name}: {Shown(variable, text, source)} {complaint}"));
        }

        return read;
    }

    /// <summary>An empty value counts as not set: compose files write <c>NAME=${NAME:-}</c>.</summary>
    private static (string Text, string Source) Find(
        Variable variable, IReadOnlyDictionary<string, string?> environment, Func<string, string> readFile, ImmutableArray<ConfigError>.Builder errors)
    {
        var direct = (environment.GetValueOrDefault(variable.Name) ?? "").Trim();
        var file = (environment.GetValueOrDefault(variable.Name + Suffix) ?? "").Trim();
        if (file.Length == 0)
        {
            return (direct, "");
        }

        if (direct.Length > 0)
        {
            errors.Add(Error($"{variable.Name} and {variable.Name}{Suffix} are both set; keep one of them"));
            return ("", "");
        }

        try
        {
            return (readFile(file).Trim(), file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add(Error($"{variable.Name}{Suffix}: cannot read {file}: {problem.Message}"));
            return ("", "");
        }
    }

    private static IEnumerable<ConfigError> Unknown(IReadOnlyDictionary<string, string?> environment)
    {
        var known = Variables.All.SelectMany(variable => new[] { variable.Name, variable.Name + Suffix }).ToHashSet(StringComparer.Ordinal);
        var ours = known.Where(name => name.StartsWith(OwnPrefix, StringComparison.Ordinal)).ToList();
        return environment.Keys
            .Where(name => name.StartsWith(OwnPrefix, StringComparison.Ordinal) && !known.Contains(name))
            .Order(StringComparer.Ordinal)
            .Select(name => Error($"{name} is not a variable of Orcastra{Spelling.DidYouMean(name, ours)}"));
    }

    /// <summary>What stands in a file was put there to stay unseen.</summary>
    private static string Shown(Variable variable, string text, string source) =>
        source.Length > 0 ? $"the content of {source}" : variable.IsSecret ? "the value (not shown)" : $"'{Cut(text)}'";

    private static string Cut(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";

    private static ConfigError Error(string message) => new("environment", 0, 0, message);
}
