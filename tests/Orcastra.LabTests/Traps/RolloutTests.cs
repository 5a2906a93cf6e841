namespace Orcastra.LabTests.Traps;

/// <summary>Updates that are the user's own.</summary>
public sealed class RolloutTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task A_service_in_the_middle_of_its_owners_rollout_is_left_alone_until_that_has_ended()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("app").Update("Monitor", 6_000_000_000));
        await Swarm.EditNodeAsync(C, spec => spec["Availability"] = "pause");
        await StartOrcastraAsync("db: {services: [app], restart_dependents: false}");
        await Swarm.DeployAsync("app", "1");
        await Eventually.TrueAsync("the rollout", 10, async () => await Swarm.UpdateStateAsync("app") == "updating");

        await Swarm.MoveAsync("db", B);

        await Eventually.BecomesAsync("the rollout to end undisturbed", 30, async () =>
        {
            var service = await Swarm.ServiceAsync("app");
            var state = service["UpdateStatus"]!["State"]!.GetValue<string>();
            var isGated = service["Spec"]!.ToJsonString().Contains("orcastra.", StringComparison.Ordinal);
            Assert.False(isGated && state == "updating" && Watcher.StaysOf("app").Count < 2, "it was written to in the middle of its rollout");
            return state == "completed" || isGated ? null : state;
        });
        await RunsOnAsync(B, 40, "app");
        await PeaceAsync();
        Watcher.AssertNeverTwice("app");
        Assert.Contains("CHANGE=1", await Swarm.SpecAsync("app"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_whose_rollout_is_paused_is_left_alone_until_its_owner_has_decided()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        // Watched for longer than the second of other drafts: on a busy machine Swarm hears of the crash later, and goes on.
        await CreateAsync(Draft.Of("app").BoundTo("db").Edit(spec => spec["UpdateConfig"]!["Monitor"] = 15_000_000_000));
        await StartOrcastraAsync("db: {services: [app], restart_dependents: false}");
        await Swarm.EditAsync("app", spec => spec["TaskTemplate"]!["ContainerSpec"]!["Args"] = new System.Text.Json.Nodes.JsonArray("crash"));
        await Eventually.TrueAsync("the rollout to be paused", 20, async () => await Swarm.UpdateStateAsync("app") == "paused");
        var paused = await Swarm.ServiceAsync("app");

        await Swarm.MoveAsync("db", B);

        await Eventually.TrueAsync("the label to be set", 20, async () => (await Swarm.LabelsOfAsync(B)).Contains("db=true"));
        await Eventually.StaysAsync("the paused service", 4, async () => (await Swarm.ServiceAsync("app"))["Version"]!.ToJsonString() == paused["Version"]!.ToJsonString() ? null : "it was written to");

        await Lab.DockerAsync(A, "service rollback -d app");
        await RunsOnAsync(B, 40, "app");
        await PeaceAsync();
        Assert.Contains("serve", await Swarm.SpecAsync("app"), StringComparison.Ordinal);
    }
}
