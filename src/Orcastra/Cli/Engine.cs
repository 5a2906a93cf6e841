using Orcastra.Config;
using Orcastra.Core.Membership;
using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Membership;

namespace Orcastra.Cli;

/// <summary>The engine the program talks to, and the names of our objects in its Swarm.</summary>
internal static class Engine
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Where the engine is.</summary>
    /// <exception cref="FormatException">The settings say it wrongly.</exception>
    public static DockerEndpoint EndpointOf(Settings settings) =>
        DockerEndpoint.Parse(settings.DockerHost, settings.DockerTlsVerify, settings.DockerCertPath, settings.DockerApiVersion);

    /// <summary>Name of the config object that holds our memory.</summary>
    public static string MemoryName(Settings settings) => $"{settings.MemoryName}-memory";

    /// <summary>Start of the names of the config objects that hold what services could be rolled back to.</summary>
    public static string KeptStart(Settings settings) => $"{settings.MemoryName}-previous-";

    /// <summary>Name of the config object that holds the lease.</summary>
    public static string LeaseName(Settings settings) => $"{settings.MemoryName}-lease";

    /// <summary>The ID of the engine's own node; waits for an engine that is not up, or in no Swarm yet.</summary>
    public static async Task<string> NodeIdAsync(DockerClient docker, LoopHealth health, TimeProvider time, ILogger log, CancellationToken stop)
    {
        while (true)
        {
            string trouble;
            try
            {
                var state = await docker.System.InfoAsync(stop);
                if (state.NodeId.Length > 0)
                {
                    SayWhatAWorkerCannot(log, state);
                    return state.NodeId;
                }

                trouble = $"{docker.Endpoint.Display}: {WhyNoNode(state)}";
            }
            catch (DockerException fault)
            {
                trouble = fault.Message;
            }

            if (health.WaitsFor(trouble))
            {
                log.For("loop").Warning("waits: {Trouble:l}", trouble);
            }

            await Sleep.ForAsync(Pause, time, stop);
        }
    }

    // A locked or failed node does not say who it is: it has not left its Swarm for that.
    private static string WhyNoNode(EngineState state) =>
        Troubles.Of(Sightings.Of(state)) ?? "the engine is in no Swarm; if nodes.yml lists it, that is being done, else list it there, join it to one, or point DOCKER_HOST at a manager";

    // While it still starts, nobody is told to promote a manager.
    private static void SayWhatAWorkerCannot(ILogger log, EngineState state)
    {
        if (!state.IsManager && state.LocalNodeState == "active")
        {
            log.For("loop").Warning(
                "{Host:l} is a worker: it neither shows nor changes the Swarm, so nothing is done from here until it is promoted (docker node promote {Node:l})",
                state.Hostname,
                state.Hostname);
        }
    }
}
