using System.CommandLine;
using Orcastra.Cli.Output;
using Orcastra.Cli.Plans;
using Orcastra.Cli.Snapshots;
using Orcastra.Cli.Status;
using Orcastra.Config;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Loop;
using Orcastra.Remembering;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra plan</c>: what the next pass would do and why, and what it would not. Writes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for machines." };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 0 if there is nothing to do, 2 if there is something, 1 on an error." };
        var from = new Option<string?>("--from") { Description = "Plan a stored snapshot instead of asking an engine; - reads it from stdin.", HelpName = "FILE" };
        var verb = new Verb(
            "plan",
            "Show what would be done now and why, and what is refused and why. Changes nothing.",
            ("orcastra plan", "what the next pass would do"),
            ("orcastra plan --exit-code >/dev/null || echo drift", "in a script"),
            ("orcastra snapshot >swarm.json; orcastra plan --from swarm.json", "offline, from a snapshot"))
        { json, exitCode, from };
        verb.Does(
            surroundings,
            (parsed, settings, stop) => PlanAsync(surroundings, settings, new(parsed.GetValue(json), parsed.GetValue(exitCode), parsed.GetValue(from)), stop),
            parsed => parsed.GetValue(exitCode) ? ExitCode.Failed : ExitCode.BadConfiguration);
        return verb;
    }

    private static async Task<int> PlanAsync(Surroundings surroundings, Settings settings, Wishes wishes, CancellationToken stop)
    {
        var config = ConfigFiles.Load(settings);
        if (config.Policy is not { } policy)
        {
            Environs.Show(surroundings, config.Errors);
            return wishes.ExitCode ? ExitCode.Failed : ExitCode.BadConfiguration;
        }

        var (snapshot, memory) = wishes.From is { } file
            ? SnapshotReader.Read(await SnapshotText.ReadAsync(surroundings, file, stop))
            : await LookAsync(surroundings, settings, stop);

        // Planned for the moment of the look: a stored snapshot then leads to the same plan whenever it is planned.
        var plan = ClusterPlanner.Plan(snapshot, policy, memory, snapshot.TakenAt);
        var notes = memory.HeldReload.Length > 0 ? config.Notes.Insert(0, StatusWords.Held(memory)) : config.Notes;
        if (wishes.Json)
        {
            await surroundings.Out.WriteAsync(PlanJson.Of(plan, snapshot.TakenAt, notes));
        }
        else
        {
            PlanText.Show(new Screen(surroundings, settings, snapshot.TakenAt), plan, snapshot.TakenAt, notes);
        }

        return wishes.ExitCode && !plan.Actions.IsEmpty ? ExitCode.SomethingToDo : ExitCode.Good;
    }

    private static async Task<(ClusterSnapshot Snapshot, Memory Memory)> LookAsync(Surroundings surroundings, Settings settings, CancellationToken stop)
    {
        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        var seen = await new Observer(docker, new SwarmRecord(docker, Engine.MemoryName(settings)), surroundings.Time).LookAsync(stop);
        return (seen.Snapshot, seen.Remembered.Memory);
    }

    private sealed record Wishes(bool Json, bool ExitCode, string? From);
}
