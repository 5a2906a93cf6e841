using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

/// <summary>
/// Random scenarios with faults, users and Orcastras that die: all laws hold at every step, and once faults stop all is well
/// again. <c>ORCASTRA_FAULT_SEED=… ./test FaultTests</c> plays one of them, <c>ORCASTRA_FAULT_RUNS</c> that many.
/// </summary>
public sealed class FaultTests
{
    [Fact]
    public void All_laws_hold_in_random_scenarios_and_all_is_well_once_faults_stop() =>
        new RandomRuns("FAULT", 2000, 1, Generator.Make).AllHold();
}
