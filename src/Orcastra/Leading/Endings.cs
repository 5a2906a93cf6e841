using Orcastra.Core.Leading;
using Orcastra.Docker;

namespace Orcastra.Leading;

/// <summary>
/// Tells of another instance that it has ended, where that is certain: a guess would make two of them act. What cannot be
/// proved is left to the lease, which expires.
/// </summary>
/// <param name="me">This instance.</param>
/// <param name="isAlive">True for a process that is alive in this one's process space.</param>
/// <param name="docker">This instance's engine.</param>
internal sealed class Endings(Instance me, Func<int, bool> isAlive, DockerClient docker)
{
    /// <summary>True if that instance has ended for sure.</summary>
    public async Task<bool> HasEndedAsync(Instance other, CancellationToken stop)
    {
        // Only what this engine or this kernel runs can be seen from here.
        if (other.NodeId != me.NodeId)
        {
            return false;
        }

        if (other.Space.Length == 0)
        {
            return other.Host == me.Host && !isAlive(other.ProcessId);
        }

        if (other.Space == me.Space)
        {
            return other.ProcessId == me.ProcessId || !isAlive(other.ProcessId); // its ID is this one's now, or nobody's
        }

        // A container has one process space at a time, another one after each start of it.
        return other.Container.Length > 0
            && (other.Container == me.Container ? me.Space.Length > 0 : !await MayRunAsync(other.Container, stop));
    }

    private async Task<bool> MayRunAsync(string container, CancellationToken stop)
    {
        try
        {
            // Running is also what is paused or about to be started again.
            return (await docker.Containers.InspectRawAsync(container, stop))["State"]?["Running"]?.GetValue<bool>() ?? true;
        }
        catch (NotFoundException)
        {
            return false;
        }
        catch (DockerException)
        {
            return true; // a proxy before the engine may hide its containers
        }
    }
}
