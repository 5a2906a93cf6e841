using Orcastra.Docker;
using Orcastra.Execution;

namespace Orcastra.Loop;

/// <summary>
/// Listens to the engine's events of nodes and services. They carry no decision, they only wake the loop; a stream that
/// breaks is opened again and everything is looked at anew.
/// </summary>
/// <param name="docker">The engine.</param>
/// <param name="memoryName">Name of the config object whose changes wake it, too: somebody has given a command.</param>
/// <param name="wake">Wakes the loop.</param>
/// <param name="own">Knows the echoes of our own writes.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class EventWatch(DockerClient docker, string memoryName, Wake wake, OwnWrites own, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Listens until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in docker.Events.StreamAsync(["node", "service", "config"], stop))
                {
                    if (happened.Type == "config" && happened.Attributes.GetValueOrDefault("name") != memoryName)
                    {
                        continue;
                    }

                    if (happened.Action != "update" || happened.Attributes.ContainsKey("updatestate.new") || !own.IsEcho(happened.ActorId))
                    {
                        wake.Up($"{happened.Type} {happened.Action}");
                    }
                }
            }
            catch (DockerException fault)
            {
                log.Debug("the event stream broke: {Message:l}", fault.Message);
            }

            await Sleep.ForAsync(Pause, time, stop);
        }
    }
}
