using Orcastra.Faults;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Issues;

/// <summary>What went on and on, or was left behind for ever.</summary>
public sealed class WithoutEnd
{
    /// <summary>An end that had to wait for a stop was planned anew in each look, and counted each time: 14 attempts in one second.</summary>
    [Fact]
    public void One_failed_hand_off_counted_as_an_attempt_in_every_look() => Holds(
        [
            new PlannedService { Name = "db", Replicas = 2, StopSeconds = 4, Restart = "on-failure", RestartDelaySeconds = 3 },
            new PlannedService { Name = "web", Replicas = 2, GraceSeconds = 17, StopSeconds = 8, Parallelism = 2, OnFailure = "rollback", RestartDelaySeconds = 1, HostPort = 8011 },
        ],
        [Entry("db", "web")],
        [At(2.836, new MoveTo("db", 3))],
        instance: 1, seed: 363);

    /// <summary>One of the anchor's replicas had ended by its own policy, so its label stayed, and a global follower was fetched from there every 37 s.</summary>
    [Fact]
    public void A_global_service_went_back_and_forth_as_the_label_stayed_behind() => Holds(
        [
            new PlannedService { Name = "db", Replicas = 2, StopSeconds = 2, Restart = "on-failure" },
            new PlannedService { Name = "web", IsGlobal = true, Parallelism = 2, RestartDelaySeconds = 3 },
        ],
        [Entry("db", "web") with { Bind = true }],
        [At(11, new RestartEngine(3)), At(12, new RestartEngine(2))],
        instance: 2, seed: 143);

    /// <summary>A binding was left behind where the anchor, and its label, had left meanwhile: the enforcer took all replicas away at once.</summary>
    [Fact]
    public void A_hand_off_ended_with_a_binding_to_a_label_that_had_gone() => Holds(
        [
            new PlannedService { Name = "db", Replicas = 2, RestartDelaySeconds = 1 },
            new PlannedService { Name = "web", Replicas = 3, StopSeconds = 1 },
        ],
        [Entry("db", "web") with { Bind = true }],
        [At(3.741, new MoveTo("db", 3))],
        nodes: 6, instance: 3, seed: 410);

    /// <summary>A restart that fitted nowhere never ended, and a gate stayed in the previous spec: a rollback would have brought it back.</summary>
    [Fact]
    public void A_gate_stayed_in_the_previous_spec_of_a_service_whose_restart_fits_nowhere() => Holds(
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] },
            new PlannedService { Name = "big", Constraints = ["node.hostname != node1"], Replicas = 2, Reservation = 4400 },
            new PlannedService { Name = "web", Replicas = 2, Parallelism = 2, MonitorSeconds = 3, OnFailure = "continue", Reservation = 4482 },
        ],
        [Entry("db", "web") with { RestartDependents = true }],
        [At(10, new Crash("db", 1)), At(40, new StartOrcastra(3))]);

    /// <summary>What was in place had been running for a minute, so the attempt that failed a moment ago was forgotten at once.</summary>
    [Fact]
    public void An_attempt_was_forgotten_the_moment_it_had_failed() => Holds(
        [
            new PlannedService { Name = "db", StartSeconds = 4, StartsFirst = true },
            new PlannedService { Name = "web", IsGlobal = true, Constraints = ["node.labels.db == true"], GraceSeconds = 32, StopSeconds = 49, Parallelism = 0, MonitorSeconds = 4, Reservation = 2515 },
            new PlannedService { Name = "stranger", Constraints = ["node.labels.db == true"] },
        ],
        [Entry("db", "web")],
        [At(9.888, new MoveTo("db", 3))],
        nodes: 4, instance: 3, seed: 380);

    /// <summary>One of two replicas had ended well by its own restart policy behind the gate: it was waited for without end.</summary>
    [Fact]
    public void A_gate_stayed_shut_for_a_replica_that_had_ended_by_its_own_policy() => Holds(
        [
            new PlannedService { Name = "db" },
            new PlannedService { Name = "web", Replicas = 2, Constraints = ["node.labels.db == true"], OnFailure = "continue", Restart = "on-failure", RestartDelaySeconds = 3 },
            new PlannedService { Name = "stranger", Constraints = ["node.labels.db == true"] },
        ],
        [Entry("db", "web")],
        [At(1873.446, new MoveTo("db", 1)), At(1878.009, new Crash("web", 0))],
        nodes: 5, seed: 80002);
}
