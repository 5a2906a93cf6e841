using System.CommandLine;
using Orcastra.Config;
using Orcastra.Leading;
using Orcastra.Releasing;
using Orcastra.Remembering;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra release</c>: takes everything of ours out of the Swarm.</summary>
internal static class ReleaseCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "List what there is, change nothing." };
        var force = new Option<bool>("--force") { Description = "Take the lease from another instance even if it lives." };
        var keepLabels = new Option<bool>("--keep-labels") { Description = "Leave the labels of nodes.yml and of anchors on the nodes, as yours." };
        var wait = new Option<int>("--wait") { Description = "Seconds that hand-offs under way may take to end.", DefaultValueFactory = _ => 120, HelpName = "SECONDS" };
        wait.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var seconds) && seconds is >= 0 and <= 86400))
            {
                result.AddError($"--wait: '{text}' is no number of seconds from 0 to 86400");
            }
        });
        var verb = new Verb(
            "release",
            "Take everything of Orcastra out of the Swarm (gates, marks, labels, config objects) and say what remains.",
            ("orcastra release --dry-run", "what there is"),
            ("docker stack rm orcastra; orcastra release", "uninstall"),
            ("orcastra release --keep-labels", "your stack files ask for these labels: leave them where they are"))
        { dryRun, force, keepLabels, wait };
        verb.Does(surroundings, (parsed, settings, stop) =>
            RunAsync(
                surroundings,
                settings,
                parsed.GetValue(dryRun) || settings.DryRun,
                new(parsed.GetValue(force), parsed.GetValue(keepLabels), TimeSpan.FromSeconds(parsed.GetValue(wait))),
                stop));
        return verb;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, Settings settings, bool isDry, ReleaseWishes wishes, CancellationToken stop)
    {
        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        var state = await docker.System.InfoAsync(stop);
        var me = Whereabouts.OfThis(state.NodeId);
        var release = new Release(
            docker,
            new SwarmRecord(docker, Engine.MemoryName(settings)),
            new KeptSpecs(docker, Engine.KeptStart(settings)),
            new SwarmRecord(docker, Engine.LeaseName(settings)),
            me,
            surroundings.Time,
            new ReleaseReport(surroundings.Out, surroundings.Error));
        return isDry ? await release.RehearseAsync(wishes, stop) : await release.RunAsync(wishes, stop);
    }
}
