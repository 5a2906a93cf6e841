using Orcastra.Faults;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Issues;

/// <summary>Two writers on one volume, in ways that only random scenarios came upon.</summary>
public sealed class StartedBesideThemselves
{
    /// <summary>
    /// The gate stood open where one replica was in place already. The others took 70 s to stop, and after 60 s Swarm's
    /// updater started their successors there.
    /// </summary>
    [Fact]
    public void Replicas_that_stop_for_longer_than_the_updater_waits_were_started_where_another_was_in_place() => Holds(
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node3"] },
            new PlannedService { Name = "web", Replicas = 3, Parallelism = 0, GraceSeconds = 71, StopSeconds = 84 },
        ],
        [Entry("db", "web")],
        [At(100, new StartOrcastra(3))]);

    /// <summary>A global service that must not be moved stayed, and the label of its anchor brought a second task of it to the new place.</summary>
    [Fact]
    public void A_global_service_that_is_not_moved_was_started_a_second_time_by_the_label() => Holds(
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node2"] },
            new PlannedService { Name = "web", IsGlobal = true, Constraints = ["node.labels.db == true"], Restart = "none", StartSeconds = 2 },
        ],
        [Entry("db", "web")],
        [At(10, new MoveTo("db", 1)), At(40, new StartOrcastra(3))]);

    /// <summary>
    /// Its user deployed it, and a new leader forgot that the new task was to wait for the old one. It waited for the label only,
    /// and the label came with the hand-off of its neighbour.
    /// </summary>
    [Fact]
    public void A_label_that_opened_a_neighbours_gate_started_a_task_beside_its_predecessor() => Holds(
        [
            new PlannedService { Name = "db" },
            new PlannedService { Name = "calm", Constraints = ["node.labels.db == true"] },
            new PlannedService { Name = "slow", Replicas = 2, Constraints = ["node.labels.db == true"], GraceSeconds = 55, StopSeconds = 41, Parallelism = 2, MonitorSeconds = 1, HostPort = 8011 },
            new PlannedService { Name = "stranger", Constraints = ["node.labels.db == true"] },
        ],
        [Entry("db", "calm", "slow")],
        [At(5.557, new StackDeploy("slow", "lab:4")), At(15.68, new NextLeader()), At(37.51, new MoveTo("db", 3))],
        nodes: 5, instance: 3, seed: 287);

    /// <summary>
    /// A replica was started anew after Swarm's updater had begun, so the updater filled its slot once more. Brought back, both
    /// tasks were ended, and the end of only one of them was waited for.
    /// </summary>
    [Fact]
    public void A_replica_with_two_tasks_was_brought_back_beside_one_of_them() => Holds(
        [
            new PlannedService { Name = "db", Replicas = 2, RestartDelaySeconds = 2 },
            new PlannedService { Name = "web", Replicas = 2, GraceSeconds = 37, StopSeconds = 66, StartSeconds = 1, MonitorSeconds = 2, OnFailure = "continue", Restart = "on-failure", Reservation = 3779 },
        ],
        [Entry("db", "web")],
        [At(347, new MoveTo("db", 7)), At(385, new MoveTo("db", 11)), At(2349.9, new MoveTo("db", 1)), At(2389, new MakeAvailable(11, "active"))],
        nodes: 11, instance: 1, seed: 1109);
}
