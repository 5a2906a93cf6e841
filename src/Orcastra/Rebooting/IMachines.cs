using Orcastra.Core.Rebooting;
using Orcastra.Core.Swarm;

namespace Orcastra.Rebooting;

/// <summary>The machines that nodes run on, asked apart from their engines.</summary>
internal interface IMachines
{
    /// <summary>Asks a node's machine which boot it is in; a machine that does not answer is a sighting with a trouble.</summary>
    Task<MachineSighting> LookAsync(Node node, CancellationToken stop);

    /// <summary>Has a node's machine reboot.</summary>
    /// <returns>Why that failed for sure; null if it was sent, or may have been.</returns>
    Task<string?> RebootAsync(Node node, CancellationToken stop);
}

/// <summary>No machine can be asked.</summary>
internal sealed class NoMachines : IMachines
{
    private const string Trouble = "machines cannot be asked from here";

    public Task<MachineSighting> LookAsync(Node node, CancellationToken stop) => Task.FromResult(new MachineSighting(DateTimeOffset.MinValue, "", false, Trouble));

    public Task<string?> RebootAsync(Node node, CancellationToken stop) => Task.FromResult<string?>(Trouble);
}
