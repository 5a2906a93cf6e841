using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>Joining, leaving, promoting, demoting, and what engines answer that are no managers.</summary>
public static class Membership
{
    [Behaviour(Reach.Worker)]
    public static async Task A_node_that_leaves_and_joins_again_has_a_new_id_and_its_old_entry_stays_down_with_its_labels(Stage s)
    {
        var old = s.Worker.Id;
        await s.LabelAsync(s.Worker, s.Name("db"));
        var begun = s.Now;
        await s.Worker.Api.PostAsync("/swarm/leave");
        var alive = await Stage.RefusedAsync(() => RemoveAsync(s, old));
        Different.UnlessEqual(400, alive.Status, "the status for the removal of a node that is not down yet");
        Different.UnlessIn("is not down and can't be removed", alive.Message, "the answer");
        await s.Patience.BecomesAsync("the old entry to be down", 40, async () => (await s.View.NodeAsync(old))["Status"]!["State"]!.GetValue<string>() is var state and not "down" ? state : null);
        var down = s.Now - begun;
        await s.JoinAsync(s.Worker);

        Different.Unless(s.Worker.Id != old, "it should have another ID");
        var same = (await s.View.NodesAsync()).Where(node => node!["Description"]!["Hostname"]!.GetValue<string>() == s.Worker.Name).ToList();
        Different.UnlessEqual(2, same.Count, "the number of entries with its host name");
        Different.UnlessIn(s.Name("db"), (await s.View.NodeAsync(old))["Spec"]!.ToJsonString(), "the old entry's spec");
        Different.UnlessEqual(0, (await s.View.LabelsOfAsync(s.Worker)).Count, "the number of labels of the new entry");
        await RemoveAsync(s, old);
        Different.UnlessEqual(404, (await s.Api.AnswerAsync(HttpMethod.Get, $"/nodes/{old}")).Status, "the status for the removed entry");
        s.Measure($"down {down:0.0} s after it left");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_worker_refuses_what_only_managers_do_with_503(Stage s)
    {
        foreach (var path in new[] { "/nodes", "/services", "/tasks", "/configs", "/swarm" })
        {
            var answer = await s.Worker.Api.AnswerAsync(HttpMethod.Get, path);
            Different.UnlessEqual(503, answer.Status, $"the status for {path}");
            Different.UnlessIn("This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.", answer.Message, $"the answer for {path}");
        }

        var part = await Stage.PartAsync(s.Worker);
        Different.UnlessEqual(("active", false), (part["LocalNodeState"]!.GetValue<string>(), part["ControlAvailable"]!.GetValue<bool>()), "its part");
        Different.UnlessEqual(s.Worker.Id, part["NodeID"]!.GetValue<string>(), "its ID");
        var again = await s.Worker.Api.AnswerAsync(HttpMethod.Post, "/swarm/init", new JsonObject { ["ListenAddr"] = "0.0.0.0:2377" });
        Different.UnlessEqual(503, again.Status, "the status for another init");
        Different.UnlessIn("This node is already part of a swarm", again.Message, "the answer for another init");
    }

    [Behaviour(Reach.Worker)]
    public static async Task An_engine_in_no_swarm_says_so_and_can_make_one_of_its_own(Stage s)
    {
        var old = s.Worker.Id;
        var address = (await Stage.PartAsync(s.Worker))["NodeAddr"]!.GetValue<string>();
        await s.Worker.Api.PostAsync("/swarm/leave");
        var none = await s.Worker.Api.AnswerAsync(HttpMethod.Get, "/services");
        Different.UnlessEqual(503, none.Status, "the status in no swarm");
        Different.UnlessIn("This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.", none.Message, "the answer in no swarm");
        Different.UnlessEqual("inactive", (await Stage.PartAsync(s.Worker))["LocalNodeState"]!.GetValue<string>(), "its part");
        Different.UnlessEqual(503, (await s.Worker.Api.AnswerAsync(HttpMethod.Post, "/swarm/leave")).Status, "the status for leaving none");

        await s.Worker.Api.PostAsync("/swarm/init", new JsonObject { ["ListenAddr"] = "0.0.0.0:2377", ["AdvertiseAddr"] = address });
        var alone = (await s.Worker.Api.ListAsync("/nodes")) is [var node] ? node! : throw new Different("there should be one node");
        Different.Unless(alone["ManagerStatus"]!["Leader"]!.GetValue<bool>(), "it should lead");
        var last = await Stage.RefusedAsync(() => s.Worker.Api.EditAsync($"/nodes/{alone["ID"]}", spec => spec["Role"] = "worker"));
        Different.UnlessEqual(400, last.Status, "the status for the demotion of the last manager");
        Different.UnlessIn("attempting to demote the last manager of the swarm", last.Message, "the answer for the demotion of the last manager");
        var leave = await s.Worker.Api.AnswerAsync(HttpMethod.Post, "/swarm/leave");
        Different.UnlessEqual(503, leave.Status, "the status for a manager that leaves without force");
        s.Measure($"{leave.Message}");

        await s.Worker.Api.PostAsync("/swarm/leave?force=1");
        await s.JoinAsync(s.Worker);
        await s.Patience.BecomesAsync("the old entry to be gone", 60, async () => await s.Api.AnswerAsync(HttpMethod.Delete, $"/nodes/{old}") is { Status: not 200 } answer ? answer.ToString() : null);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_wrong_token_is_refused_and_leaves_the_engine_in_no_swarm(Stage s)
    {
        var old = s.Worker.Id;
        var address = (await Stage.PartAsync(s.Worker))["NodeAddr"]!.GetValue<string>();
        await s.Worker.Api.PostAsync("/swarm/leave");
        var answer = await s.Worker.Api.AnswerAsync(HttpMethod.Post, "/swarm/join", new JsonObject
        {
            ["ListenAddr"] = "0.0.0.0:2377",
            ["AdvertiseAddr"] = address,
            ["RemoteAddrs"] = new JsonArray(await s.AddressAsync()),
            ["JoinToken"] = "SWMTKN-1-wrong",
        });

        Different.Unless(answer.Status is 400 or 500 or 503, $"it should be refused: {answer}");
        Different.UnlessIn("invalid join token", answer.Message, "the answer");
        Different.UnlessEqual("inactive", (await Stage.PartAsync(s.Worker))["LocalNodeState"]!.GetValue<string>(), "its part");
        s.Measure($"{answer.Status}: {answer.Message}");
        await s.JoinAsync(s.Worker);
        await s.Patience.BecomesAsync("the old entry to be gone", 60, async () => await s.Api.AnswerAsync(HttpMethod.Delete, $"/nodes/{old}") is { Status: not 200 } gone ? gone.ToString() : null);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_promotion_and_a_demotion_show_in_the_role_first_and_in_the_manager_status_when_they_are_done(Stage s)
    {
        await s.RoleAsync(s.Worker, "manager");
        Different.UnlessEqual("manager", (await s.View.NodeAsync(s.Worker.Id))["Spec"]!["Role"]!.GetValue<string>(), "the wanted role");
        var promoted = await s.Patience.BecomesAsync("it to be a manager", 60, async () =>
            (await s.View.NodeAsync(s.Worker.Id))["ManagerStatus"]?["Reachability"]?.GetValue<string>() == "reachable" ? null : "not yet");
        await s.Patience.BecomesAsync("it to answer as one", 30, async () => (await s.Worker.Api.AnswerAsync(HttpMethod.Get, "/nodes")) is { Status: not 200 } answer ? answer.ToString() : null);
        var kept = await Stage.RefusedAsync(() => RemoveAsync(s, s.Worker.Id, "?force=1"));
        Different.UnlessEqual(400, kept.Status, "the status for the removal of a manager, by force too");
        Different.UnlessIn("is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal", kept.Message, "the answer");

        await s.RoleAsync(s.Worker, "worker");
        var demoted = await s.Patience.BecomesAsync("it to be none", 60, async () => (await s.View.NodeAsync(s.Worker.Id))["ManagerStatus"] is null ? null : "it still is");
        await s.Patience.BecomesAsync("it to answer as a worker", 60, async () => (await s.Worker.Api.AnswerAsync(HttpMethod.Get, "/nodes")) is { Status: not 503 } answer ? answer.ToString() : null);
        await s.NodeIsAsync(s.Worker, "ready");
        s.Measure($"promoted after {promoted:0.0} s, demoted after {demoted:0.0} s");
    }

    [Behaviour]
    public static async Task One_manager_leads_and_each_says_who_it_is(Stage s)
    {
        var nodes = await s.View.NodesAsync();
        Different.UnlessEqual(1, nodes.Count(node => node!["ManagerStatus"]?["Leader"]?.GetValue<bool>() == true), "the number of leaders");
        foreach (var node in new[] { s.A, s.B, s.C })
        {
            var part = await Stage.PartAsync(node);
            Different.UnlessEqual(("active", true), (part["LocalNodeState"]!.GetValue<string>(), part["ControlAvailable"]!.GetValue<bool>()), $"the part of {node}");
            Different.UnlessEqual(node.Id, part["NodeID"]!.GetValue<string>(), $"the ID of {node}");
            var entry = nodes.Single(entry => entry!["ID"]!.GetValue<string>() == node.Id)!;
            Different.UnlessEqual("reachable", entry["ManagerStatus"]!["Reachability"]!.GetValue<string>(), $"whether {node} is reachable");
            Different.Unless(entry["ManagerStatus"]!["Addr"]!.GetValue<string>().EndsWith(":2377", StringComparison.Ordinal), "its address should have the port of managers");
        }
    }

    [Behaviour]
    public static async Task A_manager_refuses_to_join_to_make_another_swarm_to_leave_and_to_be_removed(Stage s)
    {
        var join = await s.B.Api.AnswerAsync(HttpMethod.Post, "/swarm/join", new JsonObject { ["ListenAddr"] = "0.0.0.0:2377", ["RemoteAddrs"] = new JsonArray(await s.AddressAsync()), ["JoinToken"] = "x" });
        var init = await s.B.Api.AnswerAsync(HttpMethod.Post, "/swarm/init", new JsonObject { ["ListenAddr"] = "0.0.0.0:2377" });
        var leave = await s.B.Api.AnswerAsync(HttpMethod.Post, "/swarm/leave");
        var removal = await s.Api.AnswerAsync(HttpMethod.Delete, $"/nodes/{s.B.Id}?force=1");

        Different.UnlessEqual((503, 503, 503, 400), (join.Status, init.Status, leave.Status, removal.Status), "the statuses for join, init, leave and removal");
        Different.UnlessIn("This node is already part of a swarm", join.Message, "the answer for join");
        Different.UnlessIn("You are attempting to leave the swarm on a node that is participating as a manager", leave.Message, "the answer for leave");
        Different.UnlessIn("must be demoted to worker before removal", removal.Message, "the answer for removal");
    }

    private static async Task RemoveAsync(Stage s, string id, string how = "")
    {
        var answer = await s.Api.AnswerAsync(HttpMethod.Delete, $"/nodes/{id}{how}");
        if (answer.Status != 200)
        {
            throw new EngineRefusal(answer.Status, answer.Message);
        }
    }
}
