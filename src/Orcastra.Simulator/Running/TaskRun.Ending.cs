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

    private TimeSpan StopTime()
    {
        var takes = _behaviour.StopTime ?? TimeSpan.FromMilliseconds(40);
        return takes < task.Spec.Task.StopGrace ? takes : task.Spec.Task.StopGrace;
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
