namespace Orcastra.Simulator;

/// <summary>The leader's line to the agents: who is there, what each has to do, and what they report.</summary>
internal sealed class Dispatcher
{
    private static readonly TimeSpan Batching = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NodeBatching = TimeSpan.FromMilliseconds(5);

    private readonly Term _term;
    private readonly Trigger _receive;
    private readonly Dictionary<SimulatedNode, bool> _sessions = [];
    private readonly Dictionary<string, Appointment> _expiries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskRecord>> _orders = new(StringComparer.Ordinal);
    private readonly List<(string NodeId, TaskReport Report)> _reports = [];

    public Dispatcher(Term term) => (_term, _receive) = (term, new(term, TimeSpan.FromMilliseconds(80), Receive));

    public void Begin() => Reconsider();

    /// <summary>A new leader does not know who is there until they say so.</summary>
    public void DoubtAll() => _term.Store.Commit(commit =>
    {
        foreach (var node in _term.Store.Nodes.Values.Where(node => node.State != NodeState.Down))
        {
            commit.Touch(node);
            node.State = NodeState.Unknown;
            node.Message = "Node moved to \"unknown\" state due to leadership change in cluster";
            Expire(node.Id, _term.Dice.Between(27, 30), "heartbeat failure for node in \"unknown\" state");
        }
    });

    /// <summary>Looks anew at who is connected.</summary>
    public void Reconsider()
    {
        foreach (var node in _term.Grid.Leader!.Cluster.Nodes)
        {
            var isThere = node.IsInSwarm && Grid.Reaches(node, _term.Grid.Leader);
            if (isThere && !_sessions.ContainsKey(node))
            {
                _sessions[node] = false;
                _term.After(node == _term.Grid.Leader ? TimeSpan.FromMilliseconds(20) : _term.Dice.Between(0.05, 2), () => Register(node));
            }
            else if (!isThere && _sessions.Remove(node, out var wasRegistered) && wasRegistered && node.NodeId.Length > 0)
            {
                Expire(node.NodeId, _term.Dice.Between(13.5, 16.5), "heartbeat failure");
            }
        }
    }

    /// <summary>A node that said good-bye is not waited for as long.</summary>
    public void Left(string nodeId) => Expire(nodeId, _term.Dice.Between(11, 15), "heartbeat failure");

    public void OnChange(Change change)
    {
        if (change.Record is not TaskRecord task || task.NodeId.Length == 0)
        {
            return;
        }

        var isNews = change.Kind == ChangeKind.Removed || task.Desired != task.DesiredBefore
            || (task.State >= TaskState.Assigned && task.StateBefore < TaskState.Assigned);
        if (!isNews || (change.Kind != ChangeKind.Removed && task.State < TaskState.Assigned))
        {
            return;
        }

        if (_orders.TryGetValue(task.NodeId, out var orders))
        {
            orders.Add(task);
        }
        else
        {
            _orders[task.NodeId] = [task];
            var id = task.NodeId;
            _term.After(Batching, () => Send(id));
        }
    }

    /// <summary>An agent reports how a task stands.</summary>
    /// <returns>False if it is not connected, so that it must report again later.</returns>
    public bool Report(SimulatedNode node, TaskReport report)
    {
        if (!_sessions.GetValueOrDefault(node))
        {
            return false;
        }

        _reports.Add((node.NodeId, report));
        _receive.Pull();
        return true;
    }

    private void Register(SimulatedNode node)
    {
        if (!_sessions.ContainsKey(node) || !_term.Store.Nodes.TryGetValue(node.NodeId, out var record))
        {
            _sessions.Remove(node);
            return;
        }

        _sessions[node] = true;
        if (_expiries.Remove(record.Id, out var expiry))
        {
            expiry.Cancel();
        }

        _term.After(NodeBatching, () => _term.Store.Commit(commit =>
        {
            if (record.State != NodeState.Ready && _term.Store.Nodes.ContainsKey(record.Id))
            {
                commit.Touch(record);
                (record.State, record.Message, record.Address) = (NodeState.Ready, "", node.Address);
            }
        }));
        _orders.Remove(node.NodeId);
        node.Agent.Synchronize([.. _term.Store.TasksOn(node.NodeId).Where(task => task.State >= TaskState.Assigned)]);
    }

    private void Send(string nodeId)
    {
        if (!_orders.Remove(nodeId, out var orders))
        {
            return;
        }

        var node = _sessions.FirstOrDefault(session => session.Value && session.Key.NodeId == nodeId).Key;
        foreach (var task in orders.Distinct())
        {
            if (_term.Store.Tasks.ContainsKey(task.Id))
            {
                node?.Agent.Assign(task, task.Desired);
            }
            else
            {
                node?.Agent.Drop(task.Id);
            }
        }
    }

    private void Receive()
    {
        var reports = _reports.ToList();
        _reports.Clear();
        _term.Store.Commit(commit =>
        {
            foreach (var (nodeId, report) in reports)
            {
                if (_term.Store.Tasks.TryGetValue(report.TaskId, out var task) && task.NodeId == nodeId && task.State <= report.State)
                {
                    commit.Touch(task);
                    task.Report(report.State, report.At, report.Message, report.Error);
                    (task.ContainerId, task.Pid, task.ExitCode) = (report.ContainerId, report.Pid, report.ExitCode);
                }
            }
        });
    }

    private void Expire(string nodeId, TimeSpan after, string message)
    {
        if (_expiries.Remove(nodeId, out var before))
        {
            before.Cancel();
        }

        _expiries[nodeId] = _term.After(after, () =>
        {
            _expiries.Remove(nodeId);
            MarkDown(nodeId, message);
        });
    }

    private void MarkDown(string nodeId, string message)
    {
        _term.Store.Commit(commit =>
        {
            if (_term.Store.Nodes.TryGetValue(nodeId, out var node) && node.State != NodeState.Down)
            {
                commit.Touch(node);
                (node.State, node.Message) = (NodeState.Down, message);
            }
        });
        _term.After(TimeSpan.FromHours(24), () => Orphan(nodeId));
    }

    // What a node that is gone for a day still had is given up.
    private void Orphan(string nodeId) => _term.Store.Commit(commit =>
    {
        if (_term.Store.Nodes.GetValueOrDefault(nodeId) is { State: NodeState.Down })
        {
            foreach (var task in _term.Store.TasksOn(nodeId).Where(task => task.State is >= TaskState.Assigned and <= TaskState.Running))
            {
                commit.Report(task, TaskState.Orphaned, task.Message);
            }
        }
    });
}
