using System.Collections.Immutable;
using System.CommandLine;
using Orcastra.Api;
using Orcastra.Config;
using Orcastra.Docker;
using Orcastra.Logging;

namespace Orcastra.Cli;

/// <summary>A verb with the examples that its help shows.</summary>
/// <param name="name">The word.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">Ways to call it, each with a word on what for.</param>
internal sealed class Verb(string name, string description, params ImmutableArray<(string Line, string Meaning)> examples) : Command(name, description)
{
    /// <summary>Ways to call it.</summary>
    public ImmutableArray<(string Line, string Meaning)> Examples => examples;

    /// <summary>What it does, given settings without an error. Errors of the environment are shown, all at once, and end it.</summary>
    /// <param name="surroundings">What is around it.</param>
    /// <param name="work">Does the work; returns the exit code.</param>
    /// <param name="ofBadEnvironment">The exit code of an environment with errors.</param>
    public void Does(
        Surroundings surroundings,
        Func<ParseResult, Settings, CancellationToken, Task<int>> work,
        Func<ParseResult, int>? ofBadEnvironment = null) => SetAction(async (parsed, stop) =>
        {
            if (Environs.Read(surroundings) is not { } settings)
            {
                return ofBadEnvironment?.Invoke(parsed) ?? ExitCode.BadConfiguration;
            }

            try
            {
                return await work(parsed, settings, stop);
            }
            catch (Exception fault) when (fault is DockerException or FormatException or IOException or UnauthorizedAccessException or ListenException or LogFolderException)
            {
                await surroundings.Error.WriteLineAsync($"orcastra {Name}: {fault.Message}");
                return ExitCode.Failed;
            }
        });
}
