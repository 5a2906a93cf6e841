using System.CommandLine;
using Orcastra.Cli.Output;
using Orcastra.Cli.Status;
using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Docker;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra status</c>: how everything stands. Reads only, from any manager, whoever acts.</summary>
internal static class StatusCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for machines." };
        var verb = new Verb(
            "status",
            "Show who acts, the nodes, each anchor with its dependents, and what is under way. Changes nothing.",
            ("orcastra status", "for people"),
            ("orcastra status --json | jq '.anchors[].dependents[] | select(.state != \"in-place\")'", "what is not where it belongs"))
        { json };
        verb.Does(surroundings, (parsed, settings, stop) => ShowAsync(surroundings, settings, parsed.GetValue(json), stop));
        return verb;
    }

    private static async Task<int> ShowAsync(Surroundings surroundings, Settings settings, bool asJson, CancellationToken stop)
    {
        var config = ConfigFiles.Load(settings);
        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        StatusReport? report = null;
        var trouble = "";
        try
        {
            // With errors in the files the Swarm is still worth a look: without anchors, but with its nodes and memory.
            report = await new StatusLook(docker, settings, surroundings.Time).LookAsync(config.Policy ?? new Policy { MaxMismatch = settings.MaxMismatchDuration }, stop);
        }
        catch (Exception fault) when (fault is DockerException or FormatException)
        {
            trouble = fault.Message;
            await surroundings.Error.WriteLineAsync($"orcastra status: {trouble}");
        }

        if (asJson)
        {
            await surroundings.Out.WriteAsync(StatusJson.Of(docker.Endpoint.Display, trouble, report, config, settings));
        }
        else
        {
            Show(new StatusText(new Screen(surroundings, settings)), report, config, settings);
        }

        return report is null ? ExitCode.Failed : ExitCode.Good;
    }

    private static void Show(StatusText text, StatusReport? report, ConfigResult config, Settings settings)
    {
        if (report is not null)
        {
            text.Show(report, config.Policy is not null, settings.MaxMismatchDuration);
        }

        text.Configuration(config, settings.Notes);
    }
}
