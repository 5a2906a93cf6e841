using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>Where a task is placed, and why it is not.</summary>
public static class Scheduling
{
    [Behaviour]
    public static async Task A_task_that_no_node_may_have_waits_and_says_why(Stage s)
    {
        var waiting = new (Draft Draft, string Reason)[]
        {
            (s.Draft("constraint").Constrained("node.hostname == nowhere"), "scheduling constraints not satisfied on"),
            (s.Draft("memory").ReservesMegabytes(1L << 30), "insufficient resources on"),
            (s.Draft("platform").Edit(spec => spec["TaskTemplate"]!["Placement"]!["Platforms"] = new JsonArray(new JsonObject { ["Architecture"] = "riscv64", ["OS"] = "plan9" })), "unsupported platform on"),
            (s.Draft("plugin").Edit(spec => spec["TaskTemplate"]!["ContainerSpec"]!["Mounts"] = new JsonArray(new JsonObject
            {
                ["Type"] = "volume", ["Source"] = "x", ["Target"] = "/x", ["VolumeOptions"] = new JsonObject { ["DriverConfig"] = new JsonObject { ["Name"] = "none-such" } },
            })), "missing plugin on"),
            (s.Draft("gpu").Edit(spec => spec["TaskTemplate"]!["Resources"] = new JsonObject
            {
                ["Reservations"] = new JsonObject { ["GenericResources"] = new JsonArray(new JsonObject { ["DiscreteResourceSpec"] = new JsonObject { ["Kind"] = "gpu", ["Value"] = 1 } }) },
            }), "insufficient resources on"),
        };
        foreach (var (draft, reason) in waiting)
        {
            await s.SendAsync(draft);
        }

        foreach (var (draft, reason) in waiting)
        {
            var name = draft.ToJson()["Name"]!.GetValue<string>()[s.Name("").Length..];
            await s.WaitsAsync(name);
            await s.Patience.BecomesAsync($"{name} to say why", 10, async () =>
                (await s.TasksAsync(name))[0].Error is var error && error.StartsWith("no suitable node (", StringComparison.Ordinal) && error.Contains(reason, StringComparison.Ordinal) ? null : error);
            s.Measure($"{(await s.TasksAsync(name))[0].Error}");
        }
    }

    [Behaviour]
    public static async Task A_second_task_finds_no_place_where_the_port_is_taken_or_the_most_of_a_node_is_reached(Stage s)
    {
        await s.CreateAsync(s.Draft("port").At(s.B).HostPort(s.Port).Replicas(2), 1);
        await s.CreateAsync(s.Draft("most").At(s.B).MaxPerNode(1).Replicas(2), 1);

        foreach (var (name, reason) in new[] { ("port", "host-mode port already in use on 1 node"), ("most", "max replicas per node limit exceed") })
        {
            await s.Patience.BecomesAsync($"{name} to say why", 20, async () =>
                (await s.TasksAsync(name)).Where(task => task.State == "pending").ToList() is [var waiting] && waiting.Error.Contains(reason, StringComparison.Ordinal) ? null : "it does not");
            Different.UnlessEqual(1, (await s.UpAsync(name)).Count, "the number of running tasks");
        }
    }

    [Behaviour]
    public static async Task Replicas_go_where_fewest_of_their_service_are(Stage s)
    {
        var label = s.Name("zone");
        await s.LabelAsync(s.B, label);
        await s.LabelAsync(s.C, label);
        await s.CreateAsync(s.Draft("web").BoundTo(label).Replicas(4));

        var places = (await s.UpAsync("web")).GroupBy(task => task.NodeId).Select(group => group.Count()).ToList();
        Different.Unless(places.SequenceEqual([2, 2]), $"two nodes should have two tasks each, but have {string.Join(" and ", places)}");
    }

    [Behaviour]
    public static async Task Scaling_down_takes_from_where_most_of_the_service_are(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.A).Replicas(2));
        await s.ConstrainAsync("web");
        await s.ScaleAsync("web", 3);
        await s.Patience.BecomesAsync("three tasks", 30, async () => (await s.UpAsync("web")).Count == 3 ? null : "fewer");
        var third = (await s.UpAsync("web")).Single(task => task.NodeId != s.A.Id);

        await s.ScaleAsync("web", 2);

        await s.Patience.BecomesAsync("two tasks", 30, async () => (await s.UpAsync("web")).Count == 2 ? null : "more");
        Different.Unless((await s.UpAsync("web")).Any(task => task.Id == third.Id), "the one that is alone on its node should be kept");
    }

    [Behaviour]
    public static async Task Scaling_leaves_the_other_tasks_alone(Stage s)
    {
        await s.CreateAsync(s.Draft("web"));
        var before = await s.TaskAsync("web");

        await s.ScaleAsync("web", 3);
        await s.Patience.BecomesAsync("three tasks", 30, async () => (await s.UpAsync("web")).Count == 3 ? null : "fewer");

        Different.Unless((await s.UpAsync("web")).Any(task => task.Id == before.Id), "the first task should still run");
        await s.ScaleAsync("web", 0);
        await s.Patience.BecomesAsync("no task", 30, async () => (await s.UpAsync("web")).Count == 0 ? null : "some");
    }

    [Behaviour]
    public static async Task A_spread_preference_decides_before_the_number_of_tasks_of_a_node(Stage s)
    {
        var label = s.Name("rack");
        await s.LabelAsync(s.A, label, "one");
        await s.LabelAsync(s.B, label, "two");
        await s.LabelAsync(s.C, label, "two");
        await s.CreateAsync(s.Draft("web").Replicas(4).Edit(spec => spec["TaskTemplate"]!["Placement"]!["Preferences"] =
            new JsonArray(new JsonObject { ["Spread"] = new JsonObject { ["SpreadDescriptor"] = $"node.labels.{label}" } })));

        Different.UnlessEqual(2, (await s.UpAsync("web")).Count(task => task.NodeId == s.A.Id), "the tasks on the only node of its rack");
    }

    [Behaviour]
    public static async Task A_global_service_has_one_task_on_every_node_that_fits(Stage s)
    {
        var label = s.Name("zone");
        await s.LabelAsync(s.A, label);
        await s.LabelAsync(s.B, label);
        await s.CreateAsync(s.Draft("web").BoundTo(label).Global(), 2);
        var before = await s.UpAsync("web");

        await s.LabelAsync(s.C, label);

        await s.Patience.BecomesAsync("a third task", 20, async () => (await s.UpAsync("web")).Count == 3 ? null : "none");
        var now = await s.UpAsync("web");
        Different.UnlessEqual(3, now.Select(task => task.NodeId).Distinct().Count(), "the number of nodes");
        Different.Unless(before.All(task => now.Any(same => same.Id == task.Id)), "the first two should still run");
    }

    [Behaviour(Reach.Swarm)]
    public static async Task Among_nodes_with_as_many_of_the_service_the_one_with_fewest_tasks_gets_the_next(Stage s)
    {
        await s.CreateAsync(s.Draft("fill-a").At(s.A).Replicas(3));
        await s.CreateAsync(s.Draft("fill-b").At(s.B).Replicas(2));

        for (var turn = 0; turn < 2; turn++)
        {
            await s.CreateAsync(s.Draft($"next{turn}").Constrained("node.role == manager"));
            Different.UnlessEqual(s.C.Id, (await s.TaskAsync($"next{turn}")).NodeId, "where a task goes");
            await s.View.RemoveAsync(s.Name($"next{turn}"));
            await s.PassAsync(3);
        }
    }

    [Behaviour(Reach.Swarm)]
    public static async Task A_node_where_a_service_failed_five_times_is_taken_last_of_all(Stage s)
    {
        await s.CreateAsync(s.Draft("fill-b").At(s.B).Replicas(4));
        await s.SendAsync(s.Swarm.CrashingOn(s.Draft("web").Constrained($"node.hostname != {s.C}", "node.role == manager").Delay(0.2), [s.A]));

        await s.RunsOnAsync("web", s.B, 60);

        var failed = s.StaysOf("web").Count(stay => stay.Node == s.A.Name);
        s.Measure($"moved to the fuller node after failures; {(await s.TasksAsync("web")).Count(task => task.State == "failed")} of them are listed, {failed} were seen up");
    }
}
