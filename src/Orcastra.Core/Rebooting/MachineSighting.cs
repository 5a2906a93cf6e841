using System.Collections.Immutable;

namespace Orcastra.Core.Rebooting;

/// <summary>What a machine itself says.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="BootId">Another one after each boot; empty if it did not say.</param>
/// <param name="NeedsReboot">True if it shows that it wants to be rebooted.</param>
/// <param name="Trouble">Why it did not answer; empty if it did.</param>
public sealed record MachineSighting(DateTimeOffset At, string BootId, bool NeedsReboot, string Trouble);

/// <summary>What is known of machines, beside what the Swarm shows.</summary>
/// <param name="Sightings">What they say, by node ID; those that nobody asked are missing.</param>
/// <param name="IsWindowOpen">True within the maintenance window.</param>
public sealed record MachineView(ImmutableDictionary<string, MachineSighting> Sightings, bool IsWindowOpen)
{
    /// <summary>Nobody was asked.</summary>
    public static MachineView None { get; } = new(ImmutableDictionary<string, MachineSighting>.Empty, false);
}
