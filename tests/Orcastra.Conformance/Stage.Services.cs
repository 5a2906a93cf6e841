using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>What behaviours do with services. A service is named as in its draft; the stage makes the name its own.</summary>
public sealed partial class Stage
{
    /// <summary>A service of one task whose container serves, unless a command is given.</summary>
    public Draft Draft(string name, params string[] command) => Conformance.Draft.Of(Name(name), command);

    /// <summary>Creates a service and waits for nothing.</summary>
    public async Task SendAsync(Draft draft) => await View.CreateAsync(draft);

    /// <summary>Creates a service and waits until as many of its tasks run as it wants.</summary>
    public async Task CreateAsync(Draft draft, int count = 0)
    {
        await View.CreateAsync(draft);
        var spec = draft.ToJson();
        var wanted = count > 0 ? count : spec["Mode"]!["Replicated"]?["Replicas"]?.GetValue<int>() ?? 1;
        var name = spec["Name"]!.GetValue<string>();
        await Patience.BecomesAsync($"{name} to run", 60, async () =>
            await View.TasksAsync(name) is var tasks && tasks.Count(task => task.IsUp) >= wanted ? null : string.Join("; ", tasks));
    }

    public Task<JsonObject> ServiceAsync(string name) => View.ServiceAsync(Name(name));

    public async Task<JsonObject> SpecAsync(string name) => (JsonObject)(await ServiceAsync(name))["Spec"]!;

    public Task EditAsync(string name, Action<JsonObject> edit) => View.EditAsync(Name(name), edit);

    /// <summary>Puts these constraints in place of those that the service has.</summary>
    /// <returns>When.</returns>
    public async Task<double> ConstrainAsync(string name, params string[] constraints)
    {
        await EditAsync(name, spec => Constrain(spec, constraints));
        return Now;
    }

    /// <summary>Writes these constraints into a spec.</summary>
    public static void Constrain(JsonObject spec, params string[] constraints) =>
        spec["TaskTemplate"]!["Placement"]!["Constraints"] = new JsonArray([.. constraints.Select(text => (JsonNode)text)]);

    /// <summary>Something new is deployed: an environment variable more.</summary>
    public async Task<double> DeployAsync(string name, string change = "1")
    {
        await View.DeployAsync(Name(name), change);
        return Now;
    }

    /// <summary>Changes what the service's containers do.</summary>
    public Task CommandAsync(string name, params string[] command) =>
        EditAsync(name, spec => spec["TaskTemplate"]!["ContainerSpec"]!["Args"] = new JsonArray([.. command.Select(word => (JsonNode)word)]));

    public Task ScaleAsync(string name, int replicas) => EditAsync(name, spec => spec["Mode"]!["Replicated"]!["Replicas"] = replicas);

    /// <summary>All tasks of a service, old ones too.</summary>
    public Task<List<SeenTask>> TasksAsync(string name) => View.TasksAsync(Name(name));

    /// <summary>Its running tasks, by slot.</summary>
    public async Task<List<SeenTask>> UpAsync(string name) => [.. (await TasksAsync(name)).Where(task => task.IsUp).OrderBy(task => task.Slot).ThenBy(task => task.Id, StringComparer.Ordinal)];

    /// <summary>Its one running task.</summary>
    public async Task<SeenTask> TaskAsync(string name) => await UpAsync(name) is [var task] ? task : throw new Different($"one task of {Name(name)} should run: {string.Join("; ", await TasksAsync(name))}");

    /// <summary>A task, whatever has become of it; null once Swarm has forgotten it.</summary>
    public async Task<SeenTask?> FindAsync(string name, string task) => (await TasksAsync(name)).FirstOrDefault(found => found.Id == task);

    /// <summary>Waits until all its wanted tasks run on a node, and their containers have been seen: Swarm may know of them first.</summary>
    /// <returns>For how long it waited.</returns>
    public Task<double> RunsOnAsync(string name, Machine node, double seconds = 40) => Patience.BecomesAsync($"{Name(name)} to run on {node}", seconds, async () =>
    {
        var wanted = (await TasksAsync(name)).Where(task => task.Desired == "running").ToList();
        return wanted.Count > 0 && wanted.All(task => task.IsUp && task.NodeId == node.Id && StaysOf(name).Any(stay => stay.Task == task.Id)) ? null : string.Join("; ", wanted);
    });

    /// <summary>Waits until it has a task of that state that is wanted.</summary>
    public Task<double> WaitsAsync(string name, string state = "pending", double seconds = 20) => Patience.BecomesAsync($"{Name(name)} to be {state}", seconds, async () =>
        await TasksAsync(name) is var tasks && tasks.Any(task => task.State == state && task.Desired is "running" or "ready") ? null : string.Join("; ", tasks));

    /// <summary>Waits until any of its tasks is of that state.</summary>
    public Task<double> ReachesAsync(string name, string state, double seconds = 30) => Patience.BecomesAsync($"a task of {Name(name)} to be {state}", seconds, async () =>
        await TasksAsync(name) is var tasks && tasks.Any(task => task.State == state) ? null : string.Join("; ", tasks));

    /// <summary>Waits until a task has left the states of the living.</summary>
    public Task<double> EndsAsync(string name, string task, double seconds = 40) => Patience.BecomesAsync($"{task} to end", seconds, async () =>
        await FindAsync(name, task) is { State: "new" or "pending" or "assigned" or "accepted" or "preparing" or "ready" or "starting" or "running" } living ? living.ToString() : null);

    public Task<string> StateAsync(string name) => View.UpdateStateAsync(Name(name));

    /// <summary>Waits until its update has come to this.</summary>
    public Task<double> UpdateIsAsync(string name, string state, double seconds = 40) => Patience.BecomesAsync($"the update of {Name(name)} to be {state}", seconds, async () =>
        await StateAsync(name) is var seen && seen == state ? null : $"it is '{seen}'");

    /// <summary>Shows that the same tasks go on running for a while.</summary>
    public async Task KeepsAsync(string name, IReadOnlyList<SeenTask> tasks, double seconds = 3) => await Patience.StaysAsync($"the tasks of {Name(name)}", seconds, async () =>
        await UpAsync(name) is var now && now.Select(task => task.Id).SequenceEqual(tasks.Select(task => task.Id)) ? null : string.Join("; ", now));
}
