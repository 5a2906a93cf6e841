using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

/// <summary>
/// The random scenarios again, with drains begun in the middle of them: a drain must break no law, whatever else happens.
/// <c>ORCASTRA_DRAIN_SEED=… ./test DrainFaultTests</c> plays one of them, <c>ORCASTRA_DRAIN_RUNS</c> that many.
/// </summary>
public sealed class DrainFaultTests
{
    [Fact]
    public void All_laws_hold_in_random_scenarios_with_drains() =>
        new RandomRuns("DRAIN", 100, 7_000_000, seed => Additions.Drains(Generator.Make(seed))).AllHold();
}
