namespace Orcastra.Tests.Faults;

/// <summary>
/// Scenarios among the fixed ones that are known to break a law and are not mended yet, be the fault Orcastra's, the
/// simulator's or the law's: left out of the run that has to hold, and to become fewer. A new one is never added to get a
/// change through; <c>ORCASTRA_FAULT_SEED</c> plays one of them.
/// </summary>
internal static class OpenSeeds
{
    public static readonly ulong[] All = [];
}
