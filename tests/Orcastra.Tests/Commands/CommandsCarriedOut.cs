using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Commands;

/// <summary>What becomes of commands: their records are all that one pass leaves to the next.</summary>
public sealed class CommandsCarriedOut
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "web"));

    [Fact]
    public void One_that_does_nothing_ends_at_once_and_says_so() => Assert.Equal("done: nothing, as asked", Ends(Settled(), "noop"));

    [Theory]
    [InlineData("restart_service:wob", "refused: there is no service 'wob'; did you mean 'web'?")]
    [InlineData("relabel_anchor:bd", "refused: there is no anchor 'bd'; did you mean 'db'?; anchors are db")]
    [InlineData("update_dependents:web", "refused: there is no anchor 'web'; anchors are db")]
    [InlineData("relabel_all", "done: all labels are true")]
    [InlineData("update_dependents", "done: all dependents are beside their anchor")]
    [InlineData("resume", "done: nothing of that was paused")]
    [InlineData("retry:web", "done: there was nothing to forget")]
    [InlineData("bootstrap_swarm", "done: bootstrap looks now; the log says whom it brings in, and orcastra plan who is missing")]
    public void What_is_settled_needs_one_pass(string text, string end) => Assert.Equal(end, Ends(Settled(), text));

    [Fact]
    public void What_ends_otherwise_than_asked_is_refused_with_what_to_do_instead() =>
        Assert.Contains("orcastra release", Ends(Settled(), "remove_all_labels"), StringComparison.Ordinal);

    [Fact]
    public void Of_one_origin_one_is_carried_out_after_the_other_and_origins_do_not_wait_for_each_other()
    {
        var cluster = Settled().Service(Given.Spec("slow"), "a");
        cluster.Memory = Holding("1", "restart_service:slow", "a").With("2", "noop", "a").With("3", "noop", "b");
        var commands = cluster.Plan(Policy).Memory.Commands;
        Assert.NotNull(commands["1"].BegunAt);
        Assert.Null(commands["2"].EndedAt);
        Assert.NotNull(commands["3"].EndedAt);
    }

    [Fact]
    public void A_pause_lasts_and_keeps_from_beginning_and_is_told_until_it_is_ended()
    {
        var cluster = Misplaced();
        cluster.Memory = Holding("1", "pause:dependents", "node1");
        var paused = cluster.Plan(Policy);
        Assert.Empty(paused.Actions.OfType<HandOffStep>());
        Assert.Contains(paused.Refusals, refusal => refusal.Reason.StartsWith("dependents is paused since 2026-03-01 12:00:00 UTC by node1", StringComparison.Ordinal));
        cluster.Memory = paused.Memory;
        Assert.Empty(cluster.Plan(Policy, secondsLater: 9).Actions.OfType<HandOffStep>());
        cluster.Memory = paused.Memory.With("2", "resume_dependents", "node1");
        Assert.NotEmpty(cluster.Plan(Policy, secondsLater: 10).Actions.OfType<HandOffStep>());
    }

    /// <summary>What an anchor's return asks for is done once the pause has ended, and not forgotten meanwhile.</summary>
    [Fact]
    public void A_pause_keeps_from_restarting_too()
    {
        var (db, web) = (Given.Service(Given.Spec("db")), Given.Service(Given.Spec("web")));
        var policy = Given.Policy(Given.Anchor("db", "web") with { RestartDependents = true });
        var cluster = new Cluster().Node("a", "db").Service(db, "a").Service(web, "a");
        cluster.Memory = Memory.Empty with { Adoptions = Memory.Empty.Adoptions.SetItem(db.Id, new(["before"])), Pauses = Memory.Empty.Pauses.SetItem("all", new(Given.Noon, "x")) };
        cluster.Restarted(db);
        var paused = cluster.Plan(policy, 2);
        Assert.Empty(paused.Memory.HandOffs);
        cluster.Memory = paused.Memory with { Pauses = Memory.Empty.Pauses };
        Assert.NotEmpty(cluster.Plan(policy, 3).Memory.HandOffs);
    }

    [Theory]
    [InlineData("pause", false)]
    [InlineData("pause:label-sync", false)]
    [InlineData("pause:dependents", true)]
    public void Labels_are_paused_by_their_own_name_only(string text, bool isLabelled)
    {
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");
        cluster.Memory = Holding("1", text, "node1");
        Assert.Equal(isLabelled, cluster.Plan(Policy).Actions.Any(action => action is SetNodeLabel { Key: "db" }));
    }

    [Fact]
    public void A_pause_is_possible_while_half_the_nodes_are_down_and_what_would_write_waits()
    {
        var down = Given.Node("b") with { State = NodeState.Down };
        var cluster = new Cluster().Node("a").Node(down).Node(down with { Id = "id-c", Hostname = "c" }).Service(Given.Spec("web"), "a");
        cluster.Memory = Holding("1", "pause", "x").With("2", "restart_service:web", "y");
        var commands = cluster.Plan(Policy).Memory.Commands;
        Assert.Equal("done", commands["1"].Outcome);
        Assert.Null(commands["2"].BegunAt);
    }

    [Fact]
    public void A_command_given_while_the_program_leaves_is_the_next_instances()
    {
        var cluster = Settled();
        cluster.Memory = Holding("1", "noop", "x");
        Assert.Null(cluster.Plan(Policy with { MayBegin = false }).Memory.Commands["1"].EndedAt);
    }

    [Fact]
    public void One_whose_giver_has_gone_is_forgotten_an_hour_after_its_end()
    {
        var cluster = Settled();
        cluster.Memory = Holding("1", "noop", "x");
        cluster.Memory = cluster.Plan(Policy).Memory;
        Assert.NotEmpty(cluster.Plan(Policy, secondsLater: 3599).Memory.Commands);
        Assert.Empty(cluster.Plan(Policy, secondsLater: 3601).Memory.Commands);
    }

    [Fact]
    public void Update_dependents_forgets_what_has_failed_and_ends_when_they_are_there()
    {
        var cluster = Misplaced();
        var web = Given.Service(Given.Spec("web"));
        var attempts = new Attempts(5, Given.Noon.AddSeconds(-1), Given.Noon.AddHours(-1), "hash/id-b", "it failed");
        cluster.Memory = Memory.Empty with { Attempts = Memory.Empty.Attempts.SetItem(web.Id, attempts) };
        Assert.Empty(cluster.Plan(Policy).Actions);
        cluster.Memory = cluster.Memory.With("1", "update_dependents:db", "x");
        var plan = cluster.Plan(Policy);
        Assert.NotEmpty(plan.Actions.OfType<HandOffStep>());
        Assert.Equal("dependents of db are on their way", plan.Memory.Commands["1"].Says);
        var there = Settled();
        there.Memory = plan.Memory with { HandOffs = Memory.Empty.HandOffs };
        Assert.Equal("done", there.Plan(Policy, secondsLater: 5).Memory.Commands["1"].Outcome);
    }

    [Fact]
    public void What_nobody_can_finish_fails_after_ten_minutes_so_that_the_next_gets_its_turn()
    {
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.Updating }, "a");
        cluster.Memory = Holding("1", "update_dependents", "x").With("2", "noop", "x");
        cluster.Memory = cluster.Plan(Policy).Memory;
        Assert.Equal("", cluster.Plan(Policy, 599).Memory.Commands["1"].Outcome);
        var ended = cluster.Plan(Policy, 600).Memory.Commands["1"];
        Assert.Equal("failed", ended.Outcome);
        Assert.Contains("its owner's update is updating", ended.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_that_another_asks_for_ends_what_it_keeps_from_its_end()
    {
        var cluster = Misplaced();
        cluster.Memory = Holding("1", "update_dependents", "x");
        cluster.Memory = cluster.Plan(Policy).Memory.With("2", "pause", "y");
        Assert.Equal("failed", cluster.Plan(Policy, 1).Memory.Commands["1"].Outcome);
    }

    [Theory]
    [InlineData("noop:x")]
    [InlineData("restart_service")]
    [InlineData("restart_service:")]
    [InlineData("pause:labelsync")]
    [InlineData("relable_all")]
    [InlineData("")]
    public void What_is_no_command_is_said_to_be_none(string text) => Assert.NotNull(CommandGrammar.Read(text, out _));

    [Fact]
    public void A_misspelt_command_is_put_right()
    {
        Assert.StartsWith("unknown command 'relable_all'; did you mean 'relabel_all'?", CommandGrammar.Read("relable_all", out _), StringComparison.Ordinal);
        Assert.Contains("did you mean 'label-sync'?", CommandGrammar.Read("pause:labelsync", out _), StringComparison.Ordinal);
    }

    private static Cluster Settled() => new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");

    private static Cluster Misplaced() => new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Spec("web"), "a");

    private static Memory Holding(string id, string text, string origin) => Memory.Empty.With(id, text, origin);

    private static string Ends(Cluster cluster, string text)
    {
        cluster.Memory = Holding("1", text, "somebody");
        var record = cluster.Plan(Policy).Memory.Commands["1"];
        if (record.EndedAt is null)
        {
            cluster.Memory = cluster.Memory with { Commands = cluster.Memory.Commands.SetItem("1", record) };
            record = cluster.Plan(Policy, secondsLater: 1).Memory.Commands["1"];
        }

        return $"{record.Outcome}: {record.Says}";
    }
}

/// <summary>Memory with commands in it.</summary>
internal static class GivenCommands
{
    public static Memory With(this Memory memory, string id, string text, string origin) =>
        memory with { Commands = memory.Commands.SetItem(id, new(text, origin, Given.Noon.AddSeconds(id[0] - '0'))) };
}
