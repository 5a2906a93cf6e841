using System.CommandLine;
using Orcastra.Cli.Output;
using Orcastra.Cli.Plans;
using Orcastra.Cli.Snapshots;
using Orcastra.Cli.Status;
using Orcastra.Config;
using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Loop;
using Orcastra.Membership;
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

        var page = wishes.From is { } file
            ? PageOf(SnapshotReader.Read(await SnapshotText.ReadAsync(surroundings, file, stop)), policy, config)
            : await LookAsync(surroundings, settings, policy, config, stop);
        if (wishes.Json)
        {
            await surroundings.Out.WriteAsync(PlanJson.Of(page));
        }
        else
        {
            PlanText.Show(new Screen(surroundings, settings, page.TakenAt), page);
        }

        return page is { HasSwarm: false, IsEmpty: true } ? ExitCode.Failed : wishes.ExitCode && !page.IsEmpty ? ExitCode.SomethingToDo : ExitCode.Good;
    }

    // Planned for the moment of the look: a stored snapshot then leads to the same plan whenever it is planned.
    private static PlanPage PageOf((ClusterSnapshot Snapshot, Memory Memory) seen, Policy policy, ConfigResult config)
    {
        var plan = ClusterPlanner.Plan(seen.Snapshot, policy, seen.Memory, seen.Snapshot.TakenAt);
        var notes = seen.Memory.HeldReload.Length > 0 ? config.Notes.Insert(0, StatusWords.Held(seen.Memory)) : config.Notes;
        return new(null, plan, seen.Snapshot.TakenAt, notes);
    }

    private static async Task<PlanPage> LookAsync(Surroundings surroundings, Settings settings, Policy policy, ConfigResult config, CancellationToken stop)
    {
        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        await using var engines = new EngineDirectory(docker, surroundings.ConnectTo, settings);
        MembershipPlan? members = null;
        if (policy.Nodes.Any(entry => entry.IsMember))
        {
            var look = await new MembershipObserver(engines, null, surroundings.Time).LookAsync(policy, stop);
            members = look.IsWorker ? null : MembershipPlanner.Plan(look.View);
            if (!look.IsManager && !look.IsWorker)
            {
                return new(members, PlanPage.OfNothing, look.View.Now, config.Notes) { HasSwarm = look.View.HasSwarm };
            }
        }

        var seen = await new Observer(docker, new SwarmRecord(docker, Engine.MemoryName(settings)), surroundings.Time).LookAsync(stop);
        return PageOf((seen.Snapshot, seen.Remembered.Memory), policy, config) with { Members = members };
    }

    private sealed record Wishes(bool Json, bool ExitCode, string? From);
}
