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
        var view = (await new MembershipObserver(engines, null, surroundings.Time).LookAsync(policy, stop, isForced: true)).View;
        var plan = MembershipPlanner.Plan(view);
        if (plan.Actions.OfType<InitSwarm>().FirstOrDefault() is not { } init)
        {
            await surroundings.Error.WriteLineAsync(view.HasSwarm ? "there is a Swarm already; bootstrap_swarm brings in who is missing" : "nodes.yml lists no nodes, or something stands against it:");
            foreach (var refusal in plan.Refusals)
            {
                await surroundings.Error.WriteLineAsync($"{refusal.Subject}: {refusal.Reason}");
            }

            return ExitCode.Failed;
        }

        await engines.ClientOf(view.Members.First(entry => entry.Name == init.Subject))!.Swarm.InitAsync(init.AdvertiseAddress, stop);
        await surroundings.Out.WriteLineAsync($"done: a Swarm has begun at {init.Subject}; an instance that runs brings the others in");
        return ExitCode.Good;
    }
}
