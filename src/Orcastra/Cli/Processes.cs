using Orcastra.Core.Leading;

namespace Orcastra.Cli;

/// <summary>What can be known of other instances from here.</summary>
internal static class Processes
{
    /// <summary>True if the instance ran on this host and its process is no more.</summary>
    public static bool IsGone(Instance instance) => instance.Host == Environment.MachineName && !Directory.Exists($"/proc/{instance.ProcessId}");

    /// <summary>True if the instance runs on this host for sure.</summary>
    public static bool IsHere(Instance instance) => instance.Host == Environment.MachineName && Directory.Exists($"/proc/{instance.ProcessId}");
}
