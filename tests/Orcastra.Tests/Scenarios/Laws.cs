using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Scenarios;

/// <summary>What must hold at every tick and before every write, whatever happens.</summary>
internal static class Laws
{
    /// <summary>The first place where one and the same task is up twice; null if none is.</summary>
    public static string? Twice(ModelSwarm swarm) => swarm.Tasks
        .Where(task => task.IsUp && !task.Service.Spec.Update.StartFirst)
        .GroupBy(task => (task.Service.Name, task.Slot))
        .Where(group => group.Count() > 1 && (group.Key.Slot > 0 || group.First().Service.IsGlobal && !MayBeEverywhere(group.First().Service)))
        .Select(group => $"{group.Key.Name} is up twice: {string.Join(", ", group.Select(task => $"{task.Id} on {task.Node} ({task.State}, {task.Desired})"))}")
        .FirstOrDefault();

    /// <summary>Why this action must not be carried out now; null if it may be.</summary>
    public static string? Offence(ModelSwarm swarm, PlannedAction action)
    {
        var seen = action.Match(_ => null, _ => null, step => step.Service, restart => (Service?)restart.Service, _ => null, _ => null, rollBack => rollBack.Service, _ => null);
        if (seen is null || !swarm.Services.TryGetValue(seen.Id, out var service) || service.Version != seen.Version)
        {
            return null;
        }

        var stopping = swarm.Of(service.Name).FirstOrDefault(task =>
            task.IsUp && (task.Desired > TaskState.Running || task.HasEnded) && !swarm.Nodes[task.Node].IsGone);
        if (stopping is not null)
        {
            return $"a write to {service.Name} while {stopping.Id} still stops on {stopping.Node}";
        }

        var isHeld = Trace.IsIn(service.Spec) && swarm.Of(service.Name).Any(task => task is { IsWanted: true, Node: "" });
        return service.LastWriteWasTheUsers && service.Seen.IsMidRollout && !isHeld
            ? $"a write to {service.Name} while its user's update is {service.Update}"
            : null;
    }

    /// <summary>What of ours is left where nothing should be; null if nothing is.</summary>
    public static string? Remains(ModelSwarm swarm)
    {
        var service = swarm.Services.Values.FirstOrDefault(known => Trace.IsIn(known.Spec) || (known.Previous is { } previous && Trace.IsIn(previous.Spec)));
        var node = swarm.Nodes.Values.FirstOrDefault(known => known.Labels.Keys.Any(key => key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal)));
        return service is not null ? $"a trace is left in {service.Name}" : node is not null ? $"a gate label is left on {node.Hostname}" : null;
    }

    // A global service is one where its anchor is, or everywhere: only the former has one place at a time.
    private static bool MayBeEverywhere(ModelService service) => !service.Spec.Constraints.Any(text => text.StartsWith("node.labels.", StringComparison.Ordinal));
}
