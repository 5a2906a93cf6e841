using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>Swarm's updater starts the next task after 60 s whether the old one has stopped or not (measured).</summary>
internal static class UpdaterPatience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(55);

    /// <summary>True if its tasks may still be stopping when the updater goes on.</summary>
    public static bool IsExceededBy(ServiceSpec spec) => spec.StopGrace > Limit && !StartsFirst(spec);

    /// <summary>True if the updater takes that many tasks one after the other.</summary>
    public static bool Rolls(ServiceSpec spec, int tasks) =>
        spec.Mode == ServiceMode.Replicated && spec.Update.Parallelism > 0 && (ulong)tasks > spec.Update.Parallelism;

    /// <summary>True if its owner wants the new task up before the old one goes.</summary>
    public static bool StartsFirst(ServiceSpec spec) => spec.Update.StartFirst && spec.Mode == ServiceMode.Replicated;
}
