using Orcastra.Commands;
using Orcastra.Core.Remembering;
using Orcastra.Remembering;
using Orcastra.Tests.Cli;
using Orcastra.Tests.Loop;

namespace Orcastra.Tests.Commands;

/// <summary>The queue of commands in the Swarm's memory, and who gives them from a shell.</summary>
public sealed class SwarmQueueTests
{
    [Fact]
    public async Task A_command_given_again_is_the_same_one_and_does_not_begin_anew()
    {
        using var rehearsal = new Rehearsal();
        var record = new SwarmRecord(rehearsal.Docker, "orcastra-memory");
        var queue = new SwarmQueue(record, rehearsal.Time);
        await queue.AddAsync("1", "noop", "node-a", TestContext.Current.CancellationToken);
        Assert.Null(await queue.OutcomeOfAsync("1", TestContext.Current.CancellationToken));
        await EndAsync(record, "1");
        await queue.AddAsync("1", "noop", "node-a", TestContext.Current.CancellationToken);
        Assert.Equal("done", (await queue.OutcomeOfAsync("1", TestContext.Current.CancellationToken))!.Outcome);
    }

    [Fact]
    public async Task Each_origin_sees_its_own_and_what_is_gone_is_said_to_be_unknown()
    {
        using var rehearsal = new Rehearsal();
        var queue = new SwarmQueue(new SwarmRecord(rehearsal.Docker, "orcastra-memory"), rehearsal.Time);
        await queue.AddAsync("1", "noop", "node-a", TestContext.Current.CancellationToken);
        await queue.AddAsync("2", "sync", "node-b", TestContext.Current.CancellationToken);
        Assert.Equal(["2"], await queue.ListAsync("node-b", TestContext.Current.CancellationToken));
        await queue.RemoveAsync("2", TestContext.Current.CancellationToken);
        await queue.RemoveAsync("2", TestContext.Current.CancellationToken);
        Assert.Empty(await queue.ListAsync("node-b", TestContext.Current.CancellationToken));
        Assert.Equal("unknown", (await queue.OutcomeOfAsync("2", TestContext.Current.CancellationToken))!.Outcome);
    }

    [Fact]
    public async Task What_is_no_command_is_not_given()
    {
        using var shell = new Shell();
        Assert.Equal(1, await shell.RunAsync("send", "restart_servce:web"));
        Assert.Contains("did you mean 'restart_service'?", shell.Error, StringComparison.Ordinal);
        Assert.Empty(shell.Swarm.Writes);
    }

    [Fact]
    public async Task Given_without_waiting_it_is_kept_in_the_Swarm()
    {
        using var shell = new Shell();
        Assert.Equal(0, await shell.RunAsync("send", "--no-wait", "restart_service:web"));
        var command = Assert.Single(Kept(shell).Commands.Values);
        Assert.Equal(("restart_service:web", (DateTimeOffset?)null), (command.Text, command.EndedAt));
    }

    [Fact]
    public async Task Who_stops_waiting_takes_back_what_nobody_has_begun()
    {
        using var shell = new Shell { LeavesAfter = TimeSpan.FromSeconds(7) };
        Assert.Equal(1, await shell.RunAsync("send", "drain_node:node-a"));
        Assert.Contains("nobody has taken it up yet", shell.Error, StringComparison.Ordinal);
        Assert.Contains("taken back: nobody had begun it", shell.Error, StringComparison.Ordinal);
        Assert.Empty(Kept(shell).Commands);
    }

    [Fact]
    public async Task What_waits_for_another_of_its_giver_says_so_and_that_one_stays()
    {
        using var shell = new Shell { LeavesAfter = TimeSpan.FromSeconds(7) };
        var own = $"{Environment.UserName}@{Environment.MachineName}";
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("command.1", $$"""{"Text":"reboot_node:b","Origin":"{{own}}","GivenAt":"2025-01-01T00:00:00Z","BegunAt":"2025-01-01T00:00:01Z","Prior":"","Outcome":"","Says":"it reboots"}"""));
        Assert.Equal(1, await shell.RunAsync("send", "drain_node:node-a"));
        Assert.Contains("it waits for the end of reboot_node:b, which was given before (it reboots)", shell.Error, StringComparison.Ordinal);
        Assert.Equal(["1"], Kept(shell).Commands.Keys);
    }

    [Fact]
    public async Task What_has_begun_is_not_taken_back()
    {
        using var rehearsal = new Rehearsal();
        var record = new SwarmRecord(rehearsal.Docker, "orcastra-memory");
        var queue = new SwarmQueue(record, rehearsal.Time);
        await queue.AddAsync("1", "noop", "node-a", TestContext.Current.CancellationToken);
        await queue.AddAsync("3", "drain_node:a", "node-a", TestContext.Current.CancellationToken);
        await EditAsync(record, "3", command => command with { BegunAt = rehearsal.Time.GetUtcNow() });
        Assert.False(await queue.WithdrawAsync("3", TestContext.Current.CancellationToken));
        Assert.NotNull(await queue.FindAsync("3", TestContext.Current.CancellationToken));
        await EndAsync(record, "1");
        Assert.False(await queue.WithdrawAsync("1", TestContext.Current.CancellationToken));
        Assert.False(await queue.WithdrawAsync("2", TestContext.Current.CancellationToken));
        Assert.NotNull(await queue.OutcomeOfAsync("1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_so_many_are_kept_and_who_gives_one_more_is_told()
    {
        using var shell = new Shell();
        var waiting = Enumerable.Range(0, SwarmQueue.Most - 1).Select(number => ($"command.{number}", """{"Text":"noop","Origin":"cron","GivenAt":"2025-03-01T11:00:00Z","Prior":"","Outcome":"","Says":""}"""));
        shell.Swarm.AddConfig("orcastra-memory", [("orcastra.format", "1"), .. waiting]);
        Assert.Equal(0, await shell.RunAsync("send", "--no-wait", "noop"));
        Assert.Equal(1, await shell.RunAsync("send", "--no-wait", "noop"));
        Assert.Contains("100 commands are waiting already", shell.Error, StringComparison.Ordinal);
        Assert.Single(shell.Swarm.Writes);
    }

    private static Memory Kept(Shell shell) => MemoryLabels.Read(
        Assert.Single(shell.Swarm.Configs)["Spec"]!["Labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()));

    private static Task EndAsync(SwarmRecord record, string id) =>
        EditAsync(record, id, command => command with { EndedAt = DateTimeOffset.UnixEpoch, Outcome = "done" });

    private static async Task EditAsync(SwarmRecord record, string id, Func<CommandRecord, CommandRecord> edit)
    {
        var known = Remembered.From(await record.ReadAsync(TestContext.Current.CancellationToken));
        var edited = known.Memory.Commands.SetItem(id, edit(known.Memory.Commands[id]));
        await record.WriteAsync(known.Config, known.ChangeTo(known.Memory with { Commands = edited })!, TestContext.Current.CancellationToken);
    }
}
