using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;

namespace Orcastra.Bench;

/// <summary>The ordered hand-off as somebody would do it by hand, without any waiting that it does not need.</summary>
internal static class ByHand
{
    /// <summary>Waits for the anchor to run at its new place and brings the dependents there.</summary>
    public static async Task FollowAsync(BenchLab lab, string[] dependents, string to, string from)
    {
        await AnchorRunsAsync(lab, to);
        await PassGateAsync(lab, dependents, to, new() { ["db"] = "true" });
        await LabelAsync(lab, from, [], ["db"]);
        await LeaveGateAsync(lab, dependents, to);
    }

    /// <summary>
    /// The same after a power cut of the anchor's node: the bound dependent is pending, and the anchor's label is all it takes.
    /// The unbound one runs where Swarm has put it; if that is beside the anchor, there is nothing to do.
    /// </summary>
    public static async Task FollowPowerCutAsync(BenchLab lab, string bound, string unbound, string to, string from)
    {
        await AnchorRunsAsync(lab, to);
        await LabelAsync(lab, to, new() { ["db"] = "true" }, []);
        var placed = await UntilAsync(lab, $"a place for {unbound}", look => look.TasksOf($"bench_{unbound}") is [{ NodeId.Length: > 0 }]);
        if (placed.TasksOf($"bench_{unbound}")[0].NodeId != placed.Node(to).Id)
        {
            await PassGateAsync(lab, [unbound], to, []);
            await LeaveGateAsync(lab, [unbound], to);
        }

        await UntilAsync(lab, $"{bound} to run on {to}", look => look.RunningOn($"bench_{bound}", to) is not null);
        await LabelAsync(lab, from, [], ["db"]);
    }

    /// <summary>Waits until nothing of a hand-off is left.</summary>
    public static Task SettleTracesAsync(BenchLab lab) => UntilAsync(lab, "no trace of a hand-off to be left", look =>
        look.Services.All(service => !Trace.IsIn(service.Spec) && (service.PreviousSpec is null || !Trace.IsIn(service.PreviousSpec)))
        && look.Nodes.All(node => !node.Labels.Keys.Any(key => key.StartsWith(Trace.Prefix, StringComparison.Ordinal))));

    /// <summary>Sets and removes labels of a node.</summary>
    public static Task LabelAsync(BenchLab lab, string hostname, Dictionary<string, string> set, string[] remove) => WriteAsync(async () =>
    {
        var node = (await lab.Docker.Nodes.ListAsync(default)).First(node => node.Hostname == hostname);
        await lab.Docker.Nodes.EditAsync(node.Id, node.Version, set, remove, null, default);
    });

    private static Task AnchorRunsAsync(BenchLab lab, string to) =>
        UntilAsync(lab, $"the anchor to run on {to}", look => look.RunningOn("bench_db", to) is not null);

    private static async Task PassGateAsync(BenchLab lab, string[] dependents, string to, Dictionary<string, string> labels)
    {
        foreach (var name in dependents)
        {
            await EditAsync(lab, name, new SpecEdit.AddConstraint(Trace.GateConstraint("byhand", 1)));
        }

        await UntilAsync(lab, "the dependents to wait at the gate", look => dependents.All(name => HasEnded(look, name)));
        await LabelAsync(lab, to, new(labels) { [Trace.GateLabel("byhand")] = "1" }, []);
        await UntilAsync(lab, $"the dependents to run on {to}", look => dependents.All(name => look.RunningOn($"bench_{name}", to) is not null));
    }

    private static async Task LeaveGateAsync(BenchLab lab, string[] dependents, string to)
    {
        foreach (var name in dependents)
        {
            await EditAsync(lab, name, new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix));
            await EditAsync(lab, name);
        }

        await LabelAsync(lab, to, [], [Trace.GateLabel("byhand")]);
    }

    private static bool HasEnded(Look look, string name) => look.TasksOf($"bench_{name}") is [{ State: TaskState.Pending }];

    private static Task<Look> UntilAsync(BenchLab lab, string what, Func<Look, bool> holds) => Look.UntilAsync(lab, what, holds, milliseconds: 20);

    private static Task EditAsync(BenchLab lab, string name, params SpecEdit[] edits) => WriteAsync(async () =>
    {
        var service = (await lab.Docker.Services.ListAsync(default)).First(service => service.Name == $"bench_{name}");
        await lab.Docker.Services.EditAsync(service.Id, service.Version, edits, default);
    });

    // The updater's own report on a service may come between the look and the write.
    private static async Task WriteAsync(Func<Task> write)
    {
        for (var left = 5; true; left--)
        {
            try
            {
                await write();
                return;
            }
            catch (ConflictException) when (left > 0)
            {
            }
        }
    }
}
