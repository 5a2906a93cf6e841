using Orcastra.Core.Leading;
using Orcastra.Leading;

namespace Orcastra.Cli;

/// <summary>What can be known of other instances from here.</summary>
internal static class Processes
{
    /// <summary>True if a process of that ID is alive on this host.</summary>
    public static bool IsAlive(int processId) => Directory.Exists($"/proc/{processId}");

    /// <summary>True if the instance ran on this host and its process is no more.</summary>
    public static bool IsGone(Instance instance) => IsOfThisSpace(instance) && !IsAlive(instance.ProcessId);

    /// <summary>True if the instance runs on this host for sure.</summary>
    public static bool IsHere(Instance instance) => IsOfThisSpace(instance) && IsAlive(instance.ProcessId);

    // Where an instance does not tell its process space, the name of its host has to do.
    private static bool IsOfThisSpace(Instance instance) =>
        instance.Space.Length > 0 ? instance.Space == Whereabouts.Space : instance.Host == Environment.MachineName;
}
