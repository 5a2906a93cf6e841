using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Bench;

/// <summary>The ordered hand-off as somebody would do it by hand, without any waiting that it does not need.</summary>
internal static class ByHand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the anchor to run at its new place and brings the dependents there.</summary>
    public static async Task FollowAsync(BenchLab lab, string[] dependents, string to, string from)
    {
        while (Look.TakeAsync(lab) is var look && (await look).RunningOn("bench_db", to) is null)
        {
            await Task.Delay(Pause, TimeProvider.System);
        }

        var gate = Trace.GateConstraint("byhand", 1);
        foreach (var name in dependents)
        {
            await EditAsync(lab, name, new SpecEdit.AddConstraint(gate));
        }

        await UntilAsync(lab, look => dependents.All(name => HasEnded(look, name)));
        await LabelAsync(lab, to, new() { ["db"] = "true", [Trace.GateLabel("byhand")] = "1" }, []);
        await UntilAsync(lab, look => dependents.All(name => look.RunningOn($"bench_{name}", to) is not null));
        await LabelAsync(lab, from, [], ["db"]);
        foreach (var name in dependents)
        {
            await EditAsync(lab, name, new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix));
            await EditAsync(lab, name);
        }

        await LabelAsync(lab, to, [], [Trace.GateLabel("byhand")]);
    }

    /// <summary>Waits until nothing of a hand-off is left.</summary>
    public static Task SettleTracesAsync(BenchLab lab) => UntilAsync(lab, look =>
        look.Services.All(service => !Trace.IsIn(service.Spec) && (service.PreviousSpec is null || !Trace.IsIn(service.PreviousSpec)))
        && look.Nodes.All(node => !node.Labels.Keys.Any(key => key.StartsWith(Trace.Prefix, StringComparison.Ordinal))));

    private static bool HasEnded(Look look, string name)
    {
        var id = look.Service($"bench_{name}").Id;
        var tasks = look.Tasks.Where(task => task.ServiceId == id && !task.HasEnded).ToList();
        return tasks is [{ State: TaskState.Pending }];
    }

    private static async Task UntilAsync(BenchLab lab, Func<Look, bool> holds)
    {
        while (!holds(await Look.TakeAsync(lab)))
        {
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private static async Task EditAsync(BenchLab lab, string name, params SpecEdit[] edits)
    {
        var service = (await Look.TakeAsync(lab)).Service($"bench_{name}");
        await lab.Docker.Services.EditAsync(service.Id, service.Version, edits, default);
    }

    private static async Task LabelAsync(BenchLab lab, string hostname, Dictionary<string, string> set, string[] remove)
    {
        var node = (await Look.TakeAsync(lab)).Node(hostname);
        await lab.Docker.Nodes.EditLabelsAsync(node.Id, node.Version, set, remove, default);
    }
}
