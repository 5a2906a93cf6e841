namespace Orcastra.Simulator;

/// <summary>One task on its node, from being taken on until its container is gone.</summary>
internal sealed partial class TaskRun(SimulatedNode node, TaskRecord task)
{
    private readonly ServiceBehaviour _behaviour = node.Cluster.BehaviourOf(task);
    private TaskState _desired = TaskState.Ready;
    private TaskState _state = TaskState.Assigned;
    private Container? _container;
    private Appointment? _next;
    private bool _isStopping;
    private bool _isRemoved;
    private TaskReport _last;

    public TaskRecord Task => task;

    private bool MayRun => _desired is TaskState.Running or TaskState.Complete;

    /// <summary>The managers wish the task to be in that state.</summary>
    public void Want(TaskState desired)
    {
        _desired = (TaskState)Math.Max((int)desired, (int)_desired);
        if (_state > TaskState.Running)
        {
            return;
        }

        if (_desired >= TaskState.Shutdown)
        {
            Stop();
        }
        else if (_state == TaskState.Assigned)
        {
            Prepare();
        }
        else if (_state == TaskState.Ready && MayRun)
        {
            Start();
        }
    }

    /// <summary>Tells the managers once more how it stands.</summary>
    public void Report()
    {
        if (_last.TaskId is not null)
        {
            node.Agent.Report(_last);
        }
    }

    /// <summary>The task is no more: its container ends as if it were stopped, and is removed.</summary>
    public void Remove()
    {
        _isRemoved = true;
        if (_container is { State: ContainerState.Running })
        {
            Stop();
        }
        else
        {
            _next?.Cancel();
            Discard();
        }
    }

    /// <summary>Ends the container this moment and removes it.</summary>
    public void Kill()
    {
        _next?.Cancel();
        if (_container is { State: ContainerState.Running } container)
        {
            Engine.End(container, 137);
        }

        Discard();
    }

    /// <summary>Its process ends by itself, this moment.</summary>
    public void Crash(int exitCode)
    {
        if (_state == TaskState.Running && !_isStopping)
        {
            _next?.Cancel();
            Exit(exitCode);
        }
    }

    public void Rise()
    {
        if (_state > TaskState.Running)
        {
            return;
        }

        if (_isStopping || _desired >= TaskState.Shutdown)
        {
            Tell(TaskState.Shutdown, "shutdown");
        }
        else if (_container is { State: ContainerState.Exited } container)
        {
            Ended(container.ExitCode);
        }
        else
        {
            Discard();
            _state = TaskState.Assigned;
            Prepare();
        }
    }

    private void Prepare()
    {
        Tell(TaskState.Preparing, "preparing");
        var pull = Engine.PullTime(node, task.Spec.Task.Image);
        _next = node.After(pull + (_behaviour.PrepareTime ?? node.Dice.Between(0.06, 0.15)), () =>
        {
            _container = Engine.Create(node, task);
            Tell(TaskState.Ready, "prepared");
            if (MayRun)
            {
                Start();
            }
        });
    }

    private void Start()
    {
        Tell(TaskState.Starting, "starting");
        var overlay = task.Spec.Task.Networks.Count > 0 ? node.Dice.Between(0.1, 0.2) : TimeSpan.Zero;
        _next = node.After((_behaviour.StartTime ?? node.Dice.Between(0.1, 0.2)) + overlay, Started);
    }

    private void Started()
    {
        if (_behaviour.FailsOn.Contains(node.Name))
        {
            Tell(TaskState.Failed, "starting", "starting container failed: as the simulation was told");
            return;
        }

        Engine.Start(_container!, _behaviour);
        Tell(TaskState.Running, "started");
        if (_behaviour.RunsFor is { } lifetime)
        {
            _next = node.After(lifetime, () => Exit(_behaviour.ExitCode));
        }
        else if (_behaviour.UnhealthyAfter is { } wellFor)
        {
            _next = node.After(wellFor, TurnUnhealthy);
        }
    }

    private void Exit(int code)
    {
        Engine.End(_container!, code);
        Ended(code);
    }

    private void Ended(int code)
    {
        if (code == 0)
        {
            Tell(TaskState.Complete, "finished");
        }
        else
        {
            Tell(TaskState.Failed, "started", $"task: non-zero exit ({code})");
        }
    }

    private void Tell(TaskState state, string message, string error = "")
    {
        _state = state;
        var container = state >= TaskState.Running ? _container : null;
        _last = new(task.Id, state, node.Cluster.Now, message, error, container?.Id ?? "", state == TaskState.Running ? container!.Pid : 0, container?.ExitCode ?? 0);
        node.Agent.Report(_last);
    }
}
