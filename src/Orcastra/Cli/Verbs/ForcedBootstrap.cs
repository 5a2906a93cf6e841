using Orcastra.Config;
using Orcastra.Core.Membership;
using Orcastra.Membership;

namespace Orcastra.Cli.Verbs;

/// <summary>
/// <c>orcastra send 'bootstrap_swarm!'</c>: begins a Swarm at the leader though listed engines do not answer. There is no Swarm
/// yet that could keep the command, so it is carried out here; an instance that runs then brings the others in.
/// </summary>
internal static class ForcedBootstrap
{
    /// <summary>Begins it, or says all that stands against it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Surroundings surroundings, Settings settings, CancellationToken stop)
    {
        var config = ConfigFiles.Load(settings);
        if (config.Policy is not { } policy)
        {
            await surroundings.Error.WriteLineAsync(string.Join(System.Environment.NewLine, config.Errors));
            return ExitCode.BadConfiguration;
        }

        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        await using var engines = new EngineDirectory(docker, surroundings.ConnectTo, settings);
        var look = await new MembershipObserver(engines, null, surroundings.Time).LookAsync(policy, stop, isForced: true);
        var plan = MembershipPlanner.Plan(look.View);
        if (plan.Actions.OfType<InitSwarm>().FirstOrDefault() is not { } init)
        {
            await surroundings.Error.WriteLineAsync(string.Join(System.Environment.NewLine, WhyNot(look, plan)));
            return ExitCode.Failed;
        }

        if (settings.DryRun)
        {
            await surroundings.Out.WriteLineAsync($"dry run: a Swarm would begin at {init.Subject}");
            return ExitCode.Good;
        }

        await engines.ClientOf(look.View.Members.First(entry => entry.Name == init.Subject))!.Swarm.InitAsync(init.AdvertiseAddress, stop);
        await surroundings.Out.WriteLineAsync($"done: a Swarm has begun at {init.Subject}; an instance that runs brings the others in");
        return ExitCode.Good;
    }

    private static IEnumerable<string> WhyNot(MembershipLook look, MembershipPlan plan) =>
        look.IsWorker || look.View.HasSwarm ? ["there is a Swarm already; bootstrap_swarm brings in who is missing"]
        : look.View.Members.IsEmpty ? ["nodes.yml lists no nodes, so that there is none to begin a Swarm at"]
        : plan.Refusals.Select(refusal => $"{refusal.Subject}: {refusal.Reason}");
}
