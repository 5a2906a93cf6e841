using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Commands;
using static Orcastra.Tests.Core.GroupToMove;

namespace Orcastra.Tests.Core;

/// <summary>A group is on its way to a node that somebody has named: what a pass does about it, by what it sees.</summary>
public sealed class RelocationsCourse
{
    private static readonly string Db = Given.IdOf("db");

    [Theory]
    [InlineData("db")]
    [InlineData("web")]
    public void Whoever_is_named_what_the_others_follow_sets_out(string named)
    {
        var plan = Begun(named);
        var handOff = Assert.Single(plan.Memory.HandOffs).Value;
        Assert.Equal((Db, "db", HandOffPurpose.Relocate, "id-a", "id-b"), (handOff.ServiceId, handOff.Anchor, handOff.Purpose, handOff.From.Single(), handOff.Targets.Single()));
        Assert.StartsWith("asked for on b: the gate lets its old task end", Assert.Single(plan.Actions).Reason, StringComparison.Ordinal);
        Assert.Equal($"{Db} id-b", plan.Memory.Commands["1"].Prior);
    }

    [Fact]
    public void What_follows_through_others_moves_too()
    {
        var chain = Given.Policy(Given.Anchor("db", "web"), Given.Anchor("web", "app"));
        var cluster = Swarm().Service(Given.Spec("app").Mounting("volume", "files"), "a");
        cluster.Memory = Memory.Empty.With("1", "move_service:app=b", "x");
        Assert.Contains("db is not moved to b: app: its data", End(cluster.Plan(chain)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_reads_the_same_memory_plans_the_same_write_again()
    {
        var plan = Begun();
        var again = Swarm();
        again.Memory = MemoryLabels.Read(MemoryLabels.Write(plan.Memory));
        Assert.Equal(Edits(plan), Edits(again.Plan(OneGroup, 9)));
    }

    [Fact]
    public void Dependents_wait_until_their_anchor_has_proved_itself_there()
    {
        var cluster = new Cluster().Node("a", "db").Node("b", $"{Trace.GateLabel(HandOffOf(Begun()).Id)}=1").Service(Gated(), "b").Service(Given.Spec("web"), "a");
        cluster.Memory = Gone(Begun().Memory);
        var plan = cluster.Plan(OneGroup, 3);
        Assert.Equal(Db, Assert.Single(plan.Memory.HandOffs).Key);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "web" && refusal.Reason == "its anchor db is on its way itself");
    }

    [Fact]
    public void It_is_done_once_they_have_followed_and_what_holds_it_is_said()
    {
        var arrived = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(Given.Spec("web"), "a");
        arrived.Memory = Begun().Memory with { HandOffs = Memory.Empty.HandOffs };
        var following = arrived.Plan(OneGroup, 9);
        Assert.Equal(HandOffPurpose.Move, Assert.Single(following.Memory.HandOffs).Value.Purpose);
        Assert.Equal(": dependents of db are on their way", End(following));
        var there = Swarm("b");
        there.Memory = following.Memory with { HandOffs = Memory.Empty.HandOffs };
        Assert.Equal("done: db and what follows it (web) run on b; nothing holds it there: where Swarm has to start it anew it may choose another node", End(there.Plan(OneGroup, 20)));
    }

    [Fact]
    public void A_follower_that_does_not_run_yet_is_waited_for()
    {
        var web = Given.Service(Given.Spec("web"));
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(web).Task(Given.Task("web.1", web, 1, "", TaskState.Pending));
        cluster.Memory = Begun().Memory with { HandOffs = Memory.Empty.HandOffs };
        Assert.Equal(": db runs on b, web does not run yet", End(cluster.Plan(OneGroup, 9)));
        Assert.Equal("failed: not done after 10 min: db runs on b, web does not run yet", End(cluster.Plan(OneGroup, 600)));
    }

    /// <summary>The write that shuts the gate is sent in this very pass: what it begins is not given up.</summary>
    [Fact]
    public void What_sets_out_at_the_last_moment_is_not_said_to_have_failed()
    {
        var cluster = Swarm();
        cluster.Memory = Begun().Memory;
        var plan = cluster.Plan(OneGroup, 601);
        Assert.NotEmpty(plan.Actions);
        Assert.Null(plan.Memory.Commands["1"].EndedAt);
    }

    [Fact]
    public void What_fails_there_fails_the_command_once_it_is_back()
    {
        var gate = $"{Trace.GateLabel(HandOffOf(Begun()).Id)}=1";
        var failed = Given.Task("db.2", Gated(), 1, "b", TaskState.Failed, TaskState.Shutdown) with { Error = "no luck" };
        var cluster = new Cluster().Node("a", "db").Node("b", gate).Service(Gated()).Task(failed).Service(Given.Spec("web"), "a");
        cluster.Memory = Gone(Begun().Memory);
        var undone = cluster.Plan(OneGroup, 3);
        Assert.NotNull(HandOffOf(undone).Undo);
        Assert.Equal("failed: db could not be moved to b: task db.2 failed on b (no luck)", End(undone));
        Assert.Null(undone.Memory.Commands["1"].EndedAt);
        var back = Swarm();
        back.Memory = undone.Memory with { HandOffs = Memory.Empty.HandOffs };
        var ended = back.Plan(OneGroup, 9);
        Assert.EndsWith("(no luck); db runs on a", End(ended), StringComparison.Ordinal);
        Assert.NotNull(ended.Memory.Commands["1"].EndedAt);
        Assert.Empty(ended.Memory.HandOffs);
    }

    [Fact]
    public void A_node_that_takes_no_tasks_any_more_before_it_sets_out_fails_it()
    {
        var cluster = new Cluster().Node("a", "db").Node(Given.Node("b") with { Availability = Availability.Pause }).Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");
        cluster.Memory = Begun().Memory;
        var plan = cluster.Plan(OneGroup, 1);
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Empty(plan.Actions);
        Assert.StartsWith("failed: db is not moved to b: b takes no tasks", End(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_asked_for_any_more_is_not_begun()
    {
        var cluster = Swarm();
        cluster.Memory = Begun().Memory with { Commands = Memory.Empty.Commands };
        var plan = cluster.Plan(OneGroup, 1);
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void Two_commands_for_one_group_are_carried_out_one_after_the_other()
    {
        var cluster = Swarm().Node("c");
        cluster.Memory = Memory.Empty.With("1", "move_service:db=b", "x").With("2", "move_service:web=c", "y");
        var plan = cluster.Plan(OneGroup);
        Assert.Equal("id-b", Assert.Single(plan.Memory.HandOffs).Value.Targets.Single());
        Assert.Null(plan.Memory.Commands["2"].BegunAt);
        Assert.Equal("it waits for another command, which moves db", plan.Memory.Commands["2"].Says);
    }

    [Fact]
    public void No_more_groups_move_at_once_than_may_be()
    {
        var policy = Given.Policy(Given.Anchor("db"), Given.Anchor("mq")) with { MaxParallelGroups = 1 };
        var cluster = Swarm().Service(Given.Spec("mq"), "a");
        cluster.Memory = Memory.Empty.With("1", "move_service:db=b", "x").With("2", "move_service:mq=b", "y");
        var plan = cluster.Plan(policy);
        Assert.Equal(Db, Assert.Single(plan.Memory.HandOffs).Key);
        Assert.Contains("mq is not moved to b yet: 1 groups are being moved", plan.Memory.Commands["2"].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_does_not_get_its_turn_fails_after_ten_minutes()
    {
        var busy = OneGroup with { MaxParallelGroups = 0 };
        var cluster = Swarm();
        cluster.Memory = Memory.Empty.With("1", "move_service:db=b", "x");
        cluster.Memory = cluster.Plan(busy).Memory;
        Assert.Equal("", cluster.Plan(busy, 599).Memory.Commands["1"].Outcome);
        Assert.Contains("not done after 10 min: db is not moved to b yet: 0 groups", End(cluster.Plan(busy, 600)), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_moves_are_paused_meanwhile_it_ends()
    {
        var cluster = Swarm();
        cluster.Memory = Begun().Memory with { HandOffs = Memory.Empty.HandOffs, Pauses = Memory.Empty.Pauses.SetItem("all", new(Given.Noon, "x")) };
        Assert.Equal("failed: dependents were paused meanwhile; db runs on a", End(cluster.Plan(OneGroup, 1)));
    }

    private static Plan Begun(string named = "db")
    {
        var cluster = Swarm();
        cluster.Memory = Memory.Empty.With("1", $"move_service:{named}=b", "x");
        return cluster.Plan(OneGroup);
    }

    private static HandOff HandOffOf(Plan plan) => plan.Memory.HandOffs[Db];

    // The gate was shut and has been opened.
    private static Memory Gone(Memory memory) =>
        memory with { HandOffs = memory.HandOffs.SetItem(Db, memory.HandOffs[Db] with { GatedAt = Given.Noon, OpenedAt = Given.Noon.AddSeconds(1) }) };

    private static Service Gated()
    {
        var id = HandOffOf(Begun()).Id;
        return Given.Service(Given.Spec("db", Trace.GateConstraint(id, 1)).Labelled(Trace.Mark, id));
    }

    private static string[] Edits(Plan plan) => [.. plan.Actions.OfType<HandOffStep>().SelectMany(step => step.Edits).Select(edit => edit.ToString())];
}
