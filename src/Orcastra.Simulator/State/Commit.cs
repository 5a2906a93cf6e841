namespace Orcastra.Simulator;

/// <summary>What became of an object.</summary>
internal enum ChangeKind
{
    Created,
    Updated,
    Removed,
}

/// <summary>One object that a commit touched.</summary>
internal readonly record struct Change(ChangeKind Kind, Record Record);

/// <summary>Changes that take effect together, under one version.</summary>
internal sealed class Commit(Store store, ulong version, DateTimeOffset now)
{
    private readonly List<Change> _changes = [];

    public IReadOnlyList<Change> Changes => _changes;

    public DateTimeOffset Now => now;

    /// <summary>The version that all it touches gets.</summary>
    public ulong Version => version;

    public void Add(Record record)
    {
        (record.Version, record.CreatedAt, record.UpdatedAt, record.Json) = (version, now, now, null);
        record.Remember();
        _changes.Add(new(ChangeKind.Created, record));
        switch (record)
        {
            case TaskRecord task:
                store.Tasks.Add(task.Id, task);
                store.Enlist(task);
                break;
            case ServiceRecord service:
                store.Services.Add(service.Id, service);
                store.ServiceIdByName[service.Spec.Name] = service.Id;
                break;
            case NodeRecord node:
                store.Nodes.Add(node.Id, node);
                break;
            case ContentRecord content:
                (content.IsSecret ? store.Secrets : store.Configs).Add(content.Id, content);
                break;
            case NetworkRecord network:
                store.Networks.Add(network.Id, network);
                break;
        }
    }

    /// <summary>Announces that an object is about to be changed; call it before changing anything.</summary>
    public void Touch(Record record)
    {
        if (record.Version == version)
        {
            return; // made or touched by this commit already
        }

        record.Remember();
        (record.Version, record.UpdatedAt, record.Json) = (version, now, null);
        _changes.Add(new(ChangeKind.Updated, record));
    }

    public void Assign(TaskRecord task, string nodeId)
    {
        Touch(task);
        store.Delist(task);
        task.NodeId = nodeId;
        store.Enlist(task);
    }

    public void Desire(TaskRecord task, TaskState desired)
    {
        Touch(task);
        task.Desired = desired;
    }

    public void Report(TaskRecord task, TaskState state, string message, string error = "")
    {
        Touch(task);
        task.Report(state, now, message, error);
    }

    public void Remove(Record record)
    {
        _changes.Add(new(ChangeKind.Removed, record));
        switch (record)
        {
            case TaskRecord task:
                store.Tasks.Remove(task.Id);
                store.Delist(task);
                break;
            case ServiceRecord service:
                store.Services.Remove(service.Id);
                store.ServiceIdByName.Remove(service.Spec.Name);
                break;
            case NodeRecord node:
                store.Nodes.Remove(node.Id);
                break;
            case ContentRecord content:
                (content.IsSecret ? store.Secrets : store.Configs).Remove(content.Id);
                break;
            case NetworkRecord network:
                store.Networks.Remove(network.Id);
                break;
        }
    }
}
