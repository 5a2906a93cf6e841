namespace Orcastra.LabTests.Traps;

/// <summary>What may change while a hand-off is under way.</summary>
[Collection(SecondLabTests.Name)]
public sealed class InFlightTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task An_anchor_that_moves_again_while_the_old_task_stops_is_followed_to_its_last_place()
    {
        await PlaceAsync(seconds: 4);
        await MoveAndWaitForGateAsync();

        Watcher.Note($"the anchor moves on to {C}");
        await Swarm.MoveAsync("db", C);

        await RunsOnAsync(C, 40, "db", "bound", "free");
        await PeaceAsync();
        Watcher.AssertNeverTwice("bound", "free");
        Assert.DoesNotContain(Watcher.StaysOf("bound").Concat(Watcher.StaysOf("free")), stay => stay.Node == B.Name);
    }

    [Fact]
    public async Task A_target_that_loses_power_once_the_gate_is_open_is_given_up_for_the_anchors_next_place()
    {
        await PlaceAsync(seconds: 1);
        await Swarm.EditAsync("db", spec => spec["TaskTemplate"]!["Placement"]!["Constraints"] = new System.Text.Json.Nodes.JsonArray($"node.hostname != {A}"));
        LabNode? target = null;
        await Eventually.BecomesAsync("the gate to open", 30, async () =>
        {
            foreach (var node in new[] { B, C })
            {
                if ((await Swarm.LabelsOfAsync(node)).Any(label => label.StartsWith("orcastra.gate", StringComparison.Ordinal)))
                {
                    target = node;
                    return null;
                }
            }

            return "it is shut";
        });

        Watcher.Note($"power cut of {target}");
        await Lab.PowerCutAsync(target!);

        var last = target == B ? C : B;
        await RunsOnAsync(last, 60, "db", "bound", "free");
        await PeaceAsync();
        Watcher.AssertNeverTwice("bound", "free");
    }

    [Fact]
    public async Task What_its_owner_deploys_in_the_middle_runs_beside_the_anchor_and_never_twice()
    {
        await PlaceAsync(seconds: 4);
        await MoveAndWaitForGateAsync();

        Watcher.Note("its owner deploys");
        await Lab.DockerAsync(A, "service update -d --no-resolve-image --env-add CHANGE=1 bound");

        await RunsOnAsync(B, 40, "db", "bound", "free");
        await PeaceAsync();
        Assert.Contains("CHANGE=1", await Swarm.SpecAsync("bound"), StringComparison.Ordinal);
        Watcher.AssertNeverTwice("bound", "free");
    }

    [Fact]
    public async Task What_its_owner_rolls_back_in_the_middle_runs_beside_the_anchor_in_the_end()
    {
        await PlaceAsync(seconds: 3);
        var spec = await Swarm.SpecAsync("bound");
        await MoveAndWaitForGateAsync();

        // Else the rollback may put a task where the label is just leaving, which Swarm counts as a failed rollback.
        await Eventually.TrueAsync("the label to be at its new place alone", 10, async () => !(await Swarm.LabelsOfAsync(A)).Contains("db=true"));
        Watcher.Note("its owner rolls back: the gate goes while the old task still stops");
        await Lab.DockerAsync(A, "service rollback -d bound");

        // Swarm's updater waits a whole minute for the task that the gate held back, which never ran and so never stops.
        await RunsOnAsync(B, 90, "db", "bound", "free");
        await PeaceAsync();
        Assert.Equal(spec, await Swarm.SpecAsync("bound"));
        Watcher.AssertNeverTwice("free"); // the other one overlaps by its owner's doing: Swarm does not wait for the stop
    }

    private async Task PlaceAsync(int seconds)
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", $"{seconds}").BoundTo("db"));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", $"{seconds}"));
        await StartOrcastraAsync("db: [bound, free]");
    }

    private async Task MoveAndWaitForGateAsync()
    {
        Watcher.Note($"its owner moves the anchor to {B}");
        await Swarm.MoveAsync("db", B);
        await Eventually.TrueAsync("both gates to be shut", 20, async () =>
            (await Swarm.SpecAsync("bound")).Contains("orcastra.gate", StringComparison.Ordinal)
            && (await Swarm.SpecAsync("free")).Contains("orcastra.gate", StringComparison.Ordinal));
    }
}
