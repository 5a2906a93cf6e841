namespace Orcastra.Tests.Faults;

/// <summary>
/// Scenarios among the fixed ones that are known to break a law and are not mended yet, be the fault Orcastra's, the
/// simulator's or the law's: left out of the run that has to hold, and to become fewer. A new one is never added to get a
/// change through; <c>ORCASTRA_FAULT_SEED</c> plays one of them.
/// </summary>
internal static class OpenSeeds
{
    public static readonly ulong[] All = [46, 158, 174, 232, 252, 256, 273, 400, 486, 813, 885, 920, 1082, 1184, 1314, 1341, 1456, 1576, 1594, 1643, 1679, 1913];
}
