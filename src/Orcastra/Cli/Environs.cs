using Orcastra.Config;

namespace Orcastra.Cli;

/// <summary>Reads the environment for every verb in the same way.</summary>
internal static class Environs
{
    /// <summary>The settings; null, with everything that is wrong on stderr, if there is an error.</summary>
    public static Settings? Read(Surroundings surroundings)
    {
        var settings = Settings.Load(surroundings.Variables, File.ReadAllText, out var found);
        var errors = found.ToList();
        try
        {
            _ = Engine.EndpointOf(settings);
        }
        catch (FormatException wrong)
        {
            errors.Add(new ConfigError("environment", 0, 0, wrong.Message));
        }

        Show(surroundings, errors);
        return errors.Count == 0 ? settings : null;
    }

    /// <summary>Prints errors on stderr as compilers do.</summary>
    public static void Show(Surroundings surroundings, IEnumerable<ConfigError> errors)
    {
        foreach (var error in errors)
        {
            surroundings.Error.WriteLine(error);
        }
    }
}
