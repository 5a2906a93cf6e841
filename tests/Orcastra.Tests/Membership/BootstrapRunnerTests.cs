using Microsoft.AspNetCore.Http;
using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Membership;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Membership;

/// <summary>When the runner asks and acts, and when it does neither.</summary>
public sealed class BootstrapRunnerTests : BootstrapTest
{
    [Fact]
    public async Task Who_does_not_hold_the_lease_asks_nobody_anything()
    {
        LeadsASwarm(A);
        await RunAsync(runner => runner.HoldsLease = _ => Task.FromResult(false), () => Time.GetUtcNow() > Given.Noon.AddMinutes(1));
        Assert.Empty(A.Requests);
        Assert.Empty(B.Requests);
    }

    [Fact]
    public async Task A_manager_brings_nobody_in_before_it_is_known_who_holds_the_lease()
    {
        LeadsASwarm(A);
        await RunAsync(_ => { }, () => Time.GetUtcNow() > Given.Noon.AddMinutes(1));
        Assert.DoesNotContain(Writes(B).Concat(Writes(C)), _ => true);
    }

    [Fact]
    public async Task Who_holds_it_brings_in_what_is_missing_with_the_token_and_without_saying_it()
    {
        LeadsASwarm(A);
        await RunAsync(Leads, () => Said.ToString().Contains("join-node b", StringComparison.Ordinal));
        var join = B.Requests.First(request => request.Method == "POST");
        Assert.Contains("\"JoinToken\":\"SWMTKN-manager\"", join.Body, StringComparison.Ordinal);
        Assert.Contains("\"RemoteAddrs\":[\"192.0.2.1:2377\"]", join.Body, StringComparison.Ordinal);
        Assert.Contains("join-node b: as a manager", Said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SWMTKN", Said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_join_that_fails_is_told_once_and_keeps_nobody_waiting()
    {
        LeadsASwarm(A);
        B.Answer("POST /v1.41/swarm/join", """{"message":"invalid join token"}""", 400);
        await RunAsync(Leads, () => Writes(B).Length > 2 && Writes(C).Length > 0);
        Assert.Single(Said.ToString().Split('\n'), line => line.Contains("WARN  bootstrap  join-node b", StringComparison.Ordinal) && line.Contains("invalid join token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        await RunAsync(_ => { }, () => Said.ToString().Contains("dry run, would do init-swarm a", StringComparison.Ordinal), Settings.Default with { DryRun = true });
        Assert.DoesNotContain(Writes(A).Concat(Writes(B)).Concat(Writes(C)), _ => true);
    }

    [Fact]
    public async Task A_dry_run_holds_no_lease_and_says_all_the_same_who_would_join()
    {
        LeadsASwarm(A);
        await RunAsync(
            runner => runner.HoldsLease = _ => Task.FromResult(false),
            () => Said.ToString().Contains("dry run, would do join-node b", StringComparison.Ordinal),
            Settings.Default with { DryRun = true });
        Assert.Empty(Writes(B));
    }

    [Fact]
    public async Task Without_a_swarm_one_is_begun_at_the_leader_and_only_our_own_engine_joins_it_before_there_is_a_lease()
    {
        B.Answer("POST /v1.41/swarm/init", context =>
        {
            LeadsASwarm(B, "b");
            return context.Response.WriteAsync("\"id\"");
        });
        await RunAsync(_ => { }, () => Writes(A).Length > 0, leader: "b", roleOfC: NodeRole.Worker); // a worker need not wait its turn
        Assert.Equal(["POST /v1.41/swarm/init"], Writes(B));
        Assert.Equal("POST /v1.41/swarm/join", Writes(A)[0]);
        Assert.Empty(Writes(C));
    }

    [Fact]
    public async Task A_pause_is_heeded_and_so_is_not_yet_knowing_of_one()
    {
        LeadsASwarm(A);
        await RunAsync(runner => runner.HoldsLease = _ => Task.FromResult(true), () => Time.GetUtcNow() > Given.Noon.AddMinutes(1));
        Assert.Empty(Writes(B));
        var paused = Memory.Empty with { Pauses = Memory.Empty.Pauses.SetItem("bootstrap", new(Given.Noon, "somebody")) };
        await RunAsync(runner => Leads(runner, paused), () => Time.GetUtcNow() > Given.Noon.AddMinutes(2));
        Assert.Empty(Writes(B));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_done_once_is_done_again_only_where_that_is_asked_for(bool isAsked)
    {
        var settings = Settings.Default with { BootstrapMode = BootstrapMode.Once };
        LeadsASwarm(A);
        var nobodyIsMissing = Nodes.Replace("]", ",{\"ID\":\"id-b\",\"Description\":{\"Hostname\":\"b\"},\"Status\":{\"State\":\"ready\"}},{\"ID\":\"id-c\",\"Description\":{\"Hostname\":\"c\"},\"Status\":{\"State\":\"ready\"}}]", StringComparison.Ordinal);
        A.Answer("GET /v1.41/nodes", nobodyIsMissing);
        BootstrapRunner? running = null;
        await RunAsync(
            runner => Leads(running = runner),
            () =>
            {
                if (Time.GetUtcNow() > Given.Noon.AddMinutes(1) && A.Lines.Any(line => line == "GET /v1.41/nodes"))
                {
                    A.Answer("GET /v1.41/nodes", Nodes);
                    var asked = new CommandRecord("bootstrap_swarm", "x", Given.Noon) { EndedAt = Given.Noon };
                    Leads(running!, isAsked ? Memory.Empty with { Commands = Memory.Empty.Commands.SetItem("1", asked) } : Memory.Empty);
                }

                return Time.GetUtcNow() > Given.Noon.AddMinutes(10) && (!isAsked || Writes(B).Length > 0);
            },
            settings);
        Assert.Equal(isAsked, Writes(B).Length > 0);
    }

    [Fact]
    public async Task What_is_to_be_done_once_waits_for_whoever_stands_by_at_first()
    {
        LeadsASwarm(A);
        BootstrapRunner? standby = null;
        await RunAsync(
            runner => (standby = runner).HoldsLease = _ => Task.FromResult(false),
            () =>
            {
                if (Time.GetUtcNow() == Given.Noon.AddMinutes(1))
                {
                    Assert.Empty(Writes(B));
                    Leads(standby!); // the one that acted has died
                }

                Assert.True(Time.GetUtcNow() < Given.Noon.AddHours(1), "nobody was brought in");
                return Writes(B).Length > 0;
            },
            Settings.Default with { BootstrapMode = BootstrapMode.Once });
    }

    /// <summary>What is to be done once was done, so that nobody is brought in because of it.</summary>
    [Fact]
    public async Task A_node_whose_removal_was_asked_for_is_removed_whatever_the_mode_and_nobody_is_brought_in()
    {
        LeadsASwarm(A);
        var all = Nodes.Replace("]", ",{\"ID\":\"id-b\",\"Description\":{\"Hostname\":\"b\"},\"Status\":{\"State\":\"ready\"}},{\"ID\":\"id-c\",\"Description\":{\"Hostname\":\"c\"},\"Status\":{\"State\":\"ready\"}}]", StringComparison.Ordinal);
        A.Answer("GET /v1.41/nodes", all);
        A.Answer("DELETE /v1.41/nodes/id-c", "");
        BootstrapRunner? running = null;
        await RunAsync(
            runner => Leads(running = runner),
            () =>
            {
                if (Time.GetUtcNow() > Given.Noon.AddMinutes(1) && A.Lines.Any(line => line == "GET /v1.41/nodes"))
                {
                    A.Answer("GET /v1.41/nodes", all.Replace("\"id-b\"", "\"id-x\"", StringComparison.Ordinal).Replace("\"b\"", "\"x\"", StringComparison.Ordinal).Replace("\"c\"},\"Status\":{\"State\":\"ready\"", "\"c\"},\"Status\":{\"State\":\"down\"", StringComparison.Ordinal));
                    var asked = new CommandRecord("remove_node:c", "x", Given.Noon) { BegunAt = Given.Noon, Prior = "id-c" };
                    Leads(running!, Memory.Empty with { Commands = Memory.Empty.Commands.SetItem("1", asked) });
                }

                return Time.GetUtcNow() > Given.Noon.AddMinutes(10) && A.Lines.Any(line => line.StartsWith("DELETE", StringComparison.Ordinal));
            },
            Settings.Default with { BootstrapMode = BootstrapMode.Once });
        Assert.Equal("DELETE /v1.41/nodes/id-c", A.Lines.First(line => line.StartsWith("DELETE", StringComparison.Ordinal)));
        Assert.Empty(Writes(B).Concat(Writes(C)));
    }
}
