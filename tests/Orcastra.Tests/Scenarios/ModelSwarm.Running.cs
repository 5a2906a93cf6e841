using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Scenarios;

/// <summary>What agents, enforcer and scheduler do within one tick.</summary>
internal sealed partial class ModelSwarm
{
    public void Advance()
    {
        Now += Tick;
        _labelledFrom.Clear();
        Enforce();
        foreach (var task in Tasks.Where(task => task.Node.Length > 0 && Nodes[task.Node].State == NodeState.Ready))
        {
            RunContainer(task);
        }

        foreach (var service in Services.Values)
        {
            Orchestrate(service);
            Update(service);
        }

        Start();
        Schedule();
    }

    // The enforcer looks at a node whenever its entry changes, goes by the service's current constraints, and does not
    // wait for the container: the task counts as ended at once.
    private void Enforce()
    {
        foreach (var task in Tasks.Where(task => _updatedNodes.Contains(task.Node) && task.IsWanted && Nodes[task.Node].Availability != Availability.Drain))
        {
            if (!Constraint.AllMatch(task.Service.Spec.Constraints, Nodes[task.Node]))
            {
                task.Error = "assigned node no longer meets constraints";
                task.Report(TaskState.Rejected, Now);
                task.Due = task.IsUp ? Now + task.Service.StopTakes : null;
            }
        }

        _updatedNodes.Clear();
    }

    private void RunContainer(ModelTask task)
    {
        if (task.IsUp && (task.Desired > TaskState.Running || task.State == TaskState.Rejected))
        {
            task.Due ??= Now + task.Service.StopTakes;
            if (task.Due <= Now)
            {
                End(task, TaskState.Shutdown, "");
            }
        }
        else if (!task.IsUp && !task.HasEnded && task.Desired > TaskState.Running)
        {
            task.Report(TaskState.Shutdown, Now);
        }
        else if (!task.IsUp && !task.HasEnded && task.Desired == TaskState.Running)
        {
            task.Due ??= Now + task.Service.StartTakes;
            if (task.Due <= Now)
            {
                task.IsUp = true;
                task.Report(TaskState.Running, Now);
                var isShort = task.Service.IsOneShot || task.Service.CrashesOn.Contains(Nodes[task.Node].Hostname);
                task.Due = isShort ? Now + TimeSpan.FromMilliseconds(300) : null;
            }
        }
        else if (task.IsUp && task.Due <= Now)
        {
            End(task, task.Service.IsOneShot ? TaskState.Complete : TaskState.Failed, task.Service.IsOneShot ? "" : "task: non-zero exit (1)");
        }
    }

    private void End(ModelTask task, TaskState state, string error)
    {
        task.IsUp = false;
        task.Due = null;
        if (!task.HasEnded)
        {
            task.Error = error;
            task.Report(state, Now);
        }
    }

    // A task waits for its predecessor's end, 60 s at the most, and for the restart delay.
    private void Start()
    {
        foreach (var task in Tasks.Where(task => task.Desired == TaskState.Ready && task.NotBefore <= Now))
        {
            var old = task.Predecessor;
            if (old is null || old.HasEnded || old.Node.Length == 0 || Nodes[old.Node].IsGone || Now - task.CreatedAt >= TimeSpan.FromSeconds(60))
            {
                task.Desired = TaskState.Running;
            }
        }
    }

    private void Schedule()
    {
        foreach (var task in Tasks.Where(task => task.IsWanted && task.Node.Length == 0))
        {
            var node = Nodes.Values
                .Where(node => node.TakesTasks && Constraint.AllMatch(task.Made.Spec.Constraints, node) && HasRoom(node, task))
                .OrderBy(node => Tasks.Count(other => other.Service == task.Service && other.Node == node.Id && other.IsWanted))
                .ThenBy(node => Tasks.Count(other => other.Node == node.Id && other.IsWanted))
                .ThenBy(node => node.Id, StringComparer.Ordinal)
                .FirstOrDefault();
            if (node is not null)
            {
                task.Node = node.Id;
                task.Report(TaskState.Assigned, Now);
            }
        }
    }

    private bool HasRoom(Node node, ModelTask task)
    {
        var spec = task.Made.Spec;
        var here = Tasks.Where(other => other.Node == node.Id && !other.HasEnded).ToList();
        var used = here.Sum(other => other.Made.Spec.Reservations.MemoryBytes);
        return used + spec.Reservations.MemoryBytes <= node.Resources.MemoryBytes
            && !spec.HostPorts.Any(port => here.Any(other => other.Made.Spec.HostPorts.Contains(port)))
            && (spec.MaxReplicasPerNode == 0 || (ulong)here.Count(other => other.Service == task.Service && other.IsWanted) < spec.MaxReplicasPerNode);
    }
}
