using System.CommandLine;
using Orcastra.Adopting;
using Orcastra.Cli.Snapshots;
using Orcastra.Config;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra adopt</c>: proposes a <c>dependencies.yml</c> from what runs already.</summary>
internal static class AdoptCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var from = new Option<string?>("--from") { Description = "Read a stored snapshot instead of asking an engine; - reads it from stdin.", HelpName = "FILE" };
        var verb = new Verb(
            "adopt",
            "Propose a dependencies.yml for the running Swarm, from constraints, stacks and networks. Changes nothing.",
            ("orcastra adopt >dependencies.yml", "warnings are in the file and on stderr"),
            ("orcastra validate dependencies.yml", "check what you made of it"))
        { from };
        verb.Does(surroundings, (parsed, settings, stop) => ProposeAsync(surroundings, settings, parsed.GetValue(from), stop));
        return verb;
    }

    private static async Task<int> ProposeAsync(Surroundings surroundings, Settings settings, string? from, CancellationToken stop)
    {
        var stored = from is null
            ? new SnapshotText("the snapshot", await LookAsync(surroundings, settings, stop))
            : await SnapshotText.ReadAsync(surroundings, from, stop);
        var (snapshot, _) = SnapshotReader.Read(stored);
        var networks = SnapshotReader.ReadWith(stored.Name, stored.Text, root => SnapshotReader.NetworkNames(SnapshotReader.Part(root, "tasks")));
        var proposal = Proposer.Propose(snapshot, networks);
        await surroundings.Out.WriteAsync(DependenciesYaml.Write(proposal, snapshot.TakenAt));
        foreach (var warning in proposal.Warnings)
        {
            await surroundings.Error.WriteLineAsync($"warning: {warning}");
        }

        return ExitCode.Good;
    }

    private static async Task<string> LookAsync(Surroundings surroundings, Settings settings, CancellationToken stop)
    {
        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        return SnapshotWriter.Write(await RawLook.LookAsync(docker, settings, surroundings.Time, stop));
    }
}
