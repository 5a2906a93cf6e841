using System.Text.Json.Nodes;
using Orcastra.Core.Policies;
using Orcastra.Faults;
using static Orcastra.Tests.Faults.Sabotages;

namespace Orcastra.Tests.Faults;

/// <summary>Each law is seen to fail: with the known-bad hand-off, and with planners and executors that are broken on purpose.</summary>
public sealed class LawsBiteTests
{
    private int _writes;

    [Fact]
    public void Nothing_is_broken_in_the_story_itself() => Assert.Empty(FaultRun.Play(Story()).Violations);

    [Fact]
    public void Handing_off_by_labels_alone_breaks_never_twice() =>
        Bites<NeverTwice>(Story() with { Policy = Story().Policy.ByLabels() });

    [Fact]
    public void A_gate_that_is_opened_too_early_breaks_never_twice() =>
        Bites<NeverTwice>(With(web => web with { IsGlobal = true }), Seeing(HideStops));

    [Fact]
    public void Writes_into_an_owners_rollout_break_their_law() => Bites<NoWriteMidRollout>(
        Story(At(10, new MoveTo("db", 2)), At(10.1, new Deploy("web", "lab:2"))),
        Seeing((path, seen) => Each(path, "/services", seen, service => service.Remove("UpdateStatus"))));

    [Fact]
    public void Writes_while_a_task_stops_break_their_law() => Bites<NoWriteWhileStopping>(
        With(web => web with { Replicas = 2 }, At(10, new MoveTo("db", 2)), At(10.5, new Scale("web", 1))),
        Seeing(HideStops));

    [Fact]
    public void A_changed_image_breaks_only_planned_fields() =>
        Bites<OnlyPlannedFields>(Story(), Writing(spec => spec["TaskTemplate"]!["ContainerSpec"]!["Image"] = "other:1"));

    [Fact]
    public void A_node_that_nobody_drains_and_that_is_paused_breaks_only_planned_fields() =>
        Bites<OnlyPlannedFields>(Story(), Labelling(spec => spec["Availability"] = "pause"));

    [Fact]
    public void Replicas_that_are_written_break_their_law() =>
        Bites<ReplicasNever>(Story(), Writing(spec => spec["Mode"]!["Replicated"]!["Replicas"] = 2));

    [Fact]
    public void A_spec_without_placement_breaks_a_real_swarm() =>
        Bites("ARealSwarmWouldBreak", Story(), Writing(spec => ((JsonObject)spec["TaskTemplate"]!).Remove("Placement")));

    [Fact]
    public void Retries_without_waiting_break_their_law() => Bites<RetriesWait>(
        Patient(At(9, new Behave("web", new() { FailsOn = ["node2"] }, "fails on node2")), At(10, new MoveTo("db", 2)), At(90, new StartOrcastra(3))),
        new() { Misread = policy => policy with { Anchors = [policy.Anchors[0] with { Retries = RetrySchedule.OfSeconds(0) }] } });

    [Fact]
    public void An_anchor_that_is_followed_in_its_dwell_breaks_its_law() => Bites<Dwelling>(
        Story(At(10, new MoveTo("db", 2)), At(30, new MoveTo("db", 1)), At(60, new StartOrcastra(3))),
        new() { Misread = policy => policy with { Dwell = TimeSpan.Zero } });

    [Fact]
    public void A_restart_that_is_not_recognised_once_it_is_made_breaks_commands_once()
    {
        var story = Story(At(10, new GiveCommand("restart_service:lone")), At(60, new StartOrcastra(3)));
        Bites<CommandsOnce>(story with { Services = story.Services.Add(new() { Name = "lone" }) }, new()
        {
            Sabotage = inner => new Meddler(inner)
            {
                OnRead = (path, seen) => Each(path, "/services", seen, service => service["Spec"]!["TaskTemplate"]!["ForceUpdate"] = 0),
                OnServiceWrite = spec => spec["TaskTemplate"]!["ForceUpdate"] = ++_writes,
            },
        });
    }

    [Fact]
    public void Moving_two_groups_where_one_is_allowed_breaks_the_budget() => Bites<Budget>(
        TwoGroups(), new() { Misread = policy => policy with { MaxParallelGroups = 4 } });

    [Fact]
    public void Restarting_where_the_policy_says_not_to_breaks_no_needless_restart() => Bites<NoNeedlessRestart>(
        Story(At(10, new Crash("db", 1)), At(30, new StartOrcastra(3))),
        new() { Misread = policy => policy with { Anchors = [policy.Anchors[0] with { RestartDependents = true }] } });

    [Fact]
    public void A_label_that_is_removed_under_a_running_task_breaks_no_needless_restart() =>
        Bites<NoNeedlessRestart>(Strayed(), Labelling(spec => _ = spec["Labels"]!["orcastra.gate.stray"] is null && ++_writes > 1 && ((JsonObject)spec["Labels"]!).Remove("db")));

    [Fact]
    public void A_forced_update_without_the_gate_breaks_restarts_in_place() => Bites<RestartsInPlace>(
        Restarting(At(10, new Crash("db", 1)), At(30, new StartOrcastra(3))), Writing(spec => spec.Ungate()));

    [Fact]
    public void A_gate_that_is_never_opened_breaks_not_down_for_long() => Bites<NotDownForLong>(
        Story(At(1, new StartOrcastra(3)), At(100, new MoveTo("db", 2)), At(240, new StartOrcastra(3))),
        Labelling(spec => Strip((JsonObject)spec["Labels"]!)));

    [Fact]
    public void Going_on_with_what_was_seen_before_breaks_whole_looks_only() =>
        Bites<WholeLooksOnly>(Story(), GoingOn() with { Patience = TimeSpan.FromMinutes(2) });

    [Fact]
    public void A_label_that_is_set_again_and_again_breaks_no_effect_twice() =>
        Bites<NoEffectTwice>(Story(), Labelling(spec => ((JsonObject)spec["Labels"]!).Remove("db")));

    [Fact]
    public void A_dry_run_that_writes_breaks_its_law() => Bites<DryIsDry>(Story() with { IsDry = true }, new() { IgnoresDry = true });

    [Fact]
    public void An_exception_that_nobody_expects_is_a_surprise() =>
        Bites<NoSurprise>(Story(), Seeing((path, _) => Assert.False(path.EndsWith("/tasks", StringComparison.Ordinal))));

    [Fact]
    public void A_gate_that_is_never_taken_away_breaks_convergence() =>
        Bites("Convergence", Story(), Dropping(spec => !spec.IsGated()) with { Patience = TimeSpan.FromMinutes(2) });

    [Fact]
    public void Writing_on_when_all_is_well_breaks_no_oscillation() =>
        Bites("NoOscillation", Story(), Seeing(PutAGateIntoPreviousSpecs) with { Laws = () => [] });

    private static void Bites<T>(FaultScenario scenario, RunOptions? options = null)
        where T : Law => Bites(typeof(T).Name, scenario, options ?? new());

    private static void Bites(string law, FaultScenario scenario, RunOptions options)
    {
        var verdict = FaultRun.Play(scenario, options with { Records = true });
        Assert.True(verdict.Violations.Any(violation => violation.Law == law), $"{law} does not bite; broken: {string.Join(", ", verdict.Violations.Select(violation => violation.Law))}\n{verdict.Journal}");
    }

    private static Step At(double seconds, Deed deed) => new(TimeSpan.FromSeconds(seconds), deed);

    private static FaultScenario With(Func<PlannedService, PlannedService> change, params ReadOnlySpan<Step> steps)
    {
        var story = Story(steps);
        return story with { Services = [story.Services[0], change(story.Services[1])] };
    }

    private static FaultScenario Patient(params ReadOnlySpan<Step> steps)
    {
        var story = Story(steps);
        return story with { Policy = story.Policy with { Anchors = [story.Policy.Anchors[0] with { Retries = RetrySchedule.OfSeconds(300) }] } };
    }

    private static FaultScenario Restarting(params ReadOnlySpan<Step> steps)
    {
        var story = Story(steps);
        return story with { Policy = story.Policy with { Anchors = [story.Policy.Anchors[0] with { RestartDependents = true }] } };
    }

    // A stray gate label has to be taken from the node where the dependent runs: a write that might take more.
    private static FaultScenario Strayed() => Story(At(10, new Relabel(1, "orcastra.gate.stray", "1")), At(30, new StartOrcastra(3)));

    private static FaultScenario TwoGroups() => Story() with
    {
        Services =
        [
            .. Story().Services,
            new PlannedService { Name = "queue", Constraints = ["node.hostname == node2"] },
            new PlannedService { Name = "worker", Constraints = ["node.hostname == node1"], StopSeconds = 4 },
        ],
        Policy = Story().Policy with
        {
            MaxParallelGroups = 1,
            Anchors = [Story().Policy.Anchors[0], Story().Policy.Anchors[0] with { Name = "queue", Dependents = ["worker"] }],
        },
        Steps = [At(10, new MoveTo("db", 2)), At(10, new MoveTo("worker", 0)), At(10, new MoveTo("queue", 3)), At(30, new StartOrcastra(3))],
    };

    private static void HideStops(string path, JsonNode seen) => Each(path, "/tasks", seen, task =>
    {
        if (task["DesiredState"]!.GetValue<string>() is "shutdown" or "remove" && task["Status"]!["State"]!.GetValue<string>() == "running")
        {
            task["Status"]!["State"] = "shutdown";
        }
    });

    private static void PutAGateIntoPreviousSpecs(string path, JsonNode seen) => Each(path, "/services", seen, service =>
    {
        service["PreviousSpec"] = service["Spec"]!.DeepClone();
        service["PreviousSpec"]!["Labels"]!["orcastra.handoff"] = "stray";
    });

    private static void Strip(JsonObject labels)
    {
        foreach (var key in labels.Select(label => label.Key).Where(key => key.StartsWith("orcastra.", StringComparison.Ordinal)).ToList())
        {
            labels.Remove(key);
        }
    }

    private static void Each(string path, string ending, JsonNode seen, Action<JsonObject> change)
    {
        if (path.EndsWith(ending, StringComparison.Ordinal) && seen is JsonArray all)
        {
            foreach (var one in all.OfType<JsonObject>())
            {
                change(one);
            }
        }
    }
}
