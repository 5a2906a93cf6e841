namespace Orcastra.Simulator;

/// <summary>How a task's container comes to its end.</summary>
internal sealed partial class TaskRun
{
    private void TurnUnhealthy()
    {
        _container!.IsUnhealthy = true;
        Engine.Tell(_container, "health_status: unhealthy");
        _next = node.After(StopTime(), () =>
        {
            Engine.End(_container, 137);
            Tell(TaskState.Failed, "started", "task: non-zero exit (137): dockerexec: unhealthy container");
        });
    }

    // What does not run yet is given up soon; what runs is told a second later, and later still on overlay networks, whose
    // other members have to learn of it first.
    private void Stop()
    {
        if (_isStopping)
        {
            return;
        }

        _isStopping = true;
        _next?.Cancel();
        if (_container is not { State: ContainerState.Running })
        {
            _next = node.After(TimeSpan.FromMilliseconds(60), Stopped);
            return;
        }

        var gossip = task.Spec.Task.Networks.Count > 0 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero;
        _next = node.After(node.Dice.Between(0.98, 1.05) + gossip, () =>
        {
            Engine.Tell(_container, "kill", ("signal", "15"));
            var takes = _behaviour.StopTime ?? node.Dice.Between(0.02, 0.06);
            var isKilled = takes > task.Spec.Task.StopGrace;
            _next = node.After(StopTime(), () =>
            {
                Engine.End(_container, isKilled ? 137 : 0);
                Stopped();
            });
        });
    }

    /// <summary>Its container is told to end, though the managers want it.</summary>
    /// <returns>How long that takes.</returns>
    public TimeSpan StopByHand(TimeSpan grace)
    {
        var takes = StopTime(grace);
        if (!_isStopping)
        {
            var isKilled = _behaviour.StopTime > grace;
            Engine.Tell(_container!, "kill", ("signal", "15"));
            _next?.Cancel();
            _next = node.After(takes, () =>
            {
                Engine.Tell(_container!, "stop");
                Exit(isKilled ? 137 : 0);
            });
        }

        return takes;
    }

    private TimeSpan StopTime() => StopTime(task.Spec.Task.StopGrace);

    private TimeSpan StopTime(TimeSpan grace)
    {
        var takes = _behaviour.StopTime ?? TimeSpan.FromMilliseconds(40);
        return takes < grace ? takes : grace;
    }

    private void Stopped()
    {
        Tell(TaskState.Shutdown, "shutdown");
        if (_isRemoved)
        {
            Discard();
        }
    }

    private void Discard()
    {
        if (_container is { } container)
        {
            Engine.Remove(container);
            _container = null;
        }
    }
}
