namespace Orcastra.Simulator;

/// <summary>
/// The objects that Raft replicates. There is one for all managers: who has no quorum may neither read nor write it, so a
/// second, diverging one cannot exist.
/// </summary>
/// <param name="timeline">Dates each commit.</param>
internal sealed class Store(Timeline timeline)
{
    private readonly Dictionary<string, List<TaskRecord>> _byService = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskRecord>> _byNode = new(StringComparer.Ordinal);

    public Dictionary<string, NodeRecord> Nodes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ServiceRecord> Services { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TaskRecord> Tasks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ContentRecord> Configs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ContentRecord> Secrets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NetworkRecord> Networks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> ServiceIdByName { get; } = new(StringComparer.Ordinal);

    public SwarmRecord? Swarm { get; set; }

    /// <summary>The Raft index: raised by each commit, and the version of all that the commit touched.</summary>
    public ulong Index { get; private set; }

    /// <summary>Raised whenever an answer of the API may have changed.</summary>
    public long Age { get; private set; }

    /// <summary>Told of each commit, after it.</summary>
    public Action<IReadOnlyList<Change>>? Committed { get; set; }

    public IReadOnlyList<TaskRecord> TasksOf(string serviceId) => _byService.GetValueOrDefault(serviceId) ?? [];

    public IReadOnlyList<TaskRecord> TasksOn(string nodeId) => _byNode.GetValueOrDefault(nodeId) ?? [];

    /// <summary>Commits what the work touches, if it touches anything.</summary>
    public void Commit(Action<Commit> work)
    {
        var commit = new Commit(this, Index + 1, timeline.Now);
        work(commit);
        if (commit.Changes.Count > 0)
        {
            Index++;
            Age++;
            Committed?.Invoke(commit.Changes);
        }
    }

    /// <summary>Something that no commit shows has changed, such as who leads.</summary>
    public void Outdate()
    {
        Age++;
        foreach (var node in Nodes.Values)
        {
            node.Json = null;
        }
    }

    /// <summary>Forgets everything: another Swarm begins.</summary>
    public void Clear()
    {
        Nodes.Clear();
        Services.Clear();
        Tasks.Clear();
        Configs.Clear();
        Secrets.Clear();
        Networks.Clear();
        ServiceIdByName.Clear();
        _byService.Clear();
        _byNode.Clear();
        Swarm = null;
        Age++;
    }

    internal void Enlist(TaskRecord task)
    {
        ListIn(_byService, task.ServiceId).Add(task);
        if (task.NodeId.Length > 0)
        {
            ListIn(_byNode, task.NodeId).Add(task);
        }
    }

    internal void Delist(TaskRecord task)
    {
        ListIn(_byService, task.ServiceId).Remove(task);
        if (_byService[task.ServiceId].Count == 0)
        {
            _byService.Remove(task.ServiceId);
        }

        if (task.NodeId.Length > 0)
        {
            ListIn(_byNode, task.NodeId).Remove(task);
        }
    }

    private static List<TaskRecord> ListIn(Dictionary<string, List<TaskRecord>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
