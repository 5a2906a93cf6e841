namespace Orcastra.Simulator;

/// <summary>What an agent tells the managers of a task.</summary>
internal readonly record struct TaskReport(
    string TaskId, TaskState State, DateTimeOffset At, string Message, string Error, string ContainerId, int Pid, int ExitCode);

/// <summary>A node's agent: does what the managers ask, and goes on doing so while it does not hear from them.</summary>
internal sealed class Agent(SimulatedNode node)
{
    private readonly Dictionary<string, TaskRun> _runs = new(StringComparer.Ordinal);

    public IEnumerable<TaskRun> Runs => _runs.Values;

    /// <summary>All that it has to do, told at the beginning of a session; whatever else it does it ends.</summary>
    public void Synchronize(IReadOnlyList<TaskRecord> tasks)
    {
        var listed = tasks.Select(task => task.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var run in _runs.Values.Where(run => !listed.Contains(run.Task.Id)).ToList())
        {
            Drop(run.Task.Id);
        }

        foreach (var task in tasks)
        {
            Assign(task, task.Desired);
        }

        foreach (var run in _runs.Values)
        {
            run.Report();
        }
    }

    public void Assign(TaskRecord task, TaskState desired)
    {
        if (!node.IsInSwarm)
        {
            return;
        }

        if (!_runs.TryGetValue(task.Id, out var run))
        {
            if (!task.IsAlive)
            {
                return; // ended long ago; there is nothing to do about it
            }

            _runs[task.Id] = run = new(node, task);
        }

        run.Want(desired);
    }

    /// <summary>A task is no more: its container ends and goes.</summary>
    public void Drop(string taskId)
    {
        if (_runs.Remove(taskId, out var run))
        {
            run.Remove();
        }
    }

    /// <summary>Leaves the Swarm: everything ends at once.</summary>
    public void Abandon()
    {
        foreach (var run in _runs.Values)
        {
            run.Kill();
        }

        _runs.Clear();
    }

    /// <summary>The power is gone, or the engine stops: nothing runs any more.</summary>
    public void Fall(int exitCode)
    {
        foreach (var container in node.Containers.Values.Where(container => container.State == ContainerState.Running).ToList())
        {
            Engine.End(container, exitCode);
        }
    }

    /// <summary>The engine is back, and finds on its disk what it had to do.</summary>
    public void Rise()
    {
        foreach (var run in _runs.Values)
        {
            run.Rise();
        }
    }

    public void Report(TaskReport report) => node.Cluster.Grid.Term?.Dispatcher.Report(node, report);
}
