namespace Orcastra.Simulator;

/// <summary>What an engine does with containers, and tells of them.</summary>
internal static class Engine
{
    private static readonly TimeSpan Pull = TimeSpan.FromMilliseconds(400);

    /// <summary>How long an image takes that the node does not have yet. Those that are built in are there already.</summary>
    public static TimeSpan PullTime(SimulatedNode node, string image)
    {
        var name = image.Split('@')[0];
        if (node.Images.ContainsKey(name))
        {
            return TimeSpan.Zero;
        }

        node.Images[name] = node.Cluster.Now;
        return node.Cluster.PullTimes.TryGetValue(name, out var time) ? time : Pull;
    }

    public static Container Create(SimulatedNode node, TaskRecord task)
    {
        var container = new Container(node.Dice.Hex(), node, task, task.Spec.Name, node.Cluster.Now);
        node.Containers[container.Id] = container;
        foreach (var mount in task.Spec.Task.Mounts.Where(mount => mount is { Type: "volume", Source.Length: > 0 }))
        {
            if (node.Volumes.TryAdd(mount.Source, node.Cluster.Now))
            {
                node.Events.Add(EngineEvent.Local("volume", "create", mount.Source, ("driver", "local")));
            }
        }

        Tell(container, "create");
        return container;
    }

    public static void Start(Container container, ServiceBehaviour behaviour)
    {
        var node = container.Node;
        (container.State, container.StartedAt, container.Behaviour) = (ContainerState.Running, node.Cluster.Now, behaviour);
        container.Pid = 200 + node.Dice.Below(30000);
        Tell(container, "start");
        node.Cluster.Changed(container, isStart: true);
    }

    public static void End(Container container, int exitCode)
    {
        (container.State, container.EndedAt, container.ExitCode, container.Pid) = (ContainerState.Exited, container.Node.Cluster.Now, exitCode, 0);
        Tell(container, "die", ("exitCode", $"{exitCode}"));
        container.Node.Cluster.Changed(container, isStart: false);
    }

    public static void Remove(Container container)
    {
        if (container.Node.Containers.Remove(container.Id))
        {
            Tell(container, "destroy");
        }
    }

    public static void Tell(Container container, string action, params ReadOnlySpan<(string Key, string Value)> more) =>
        container.Node.Events.Add(EngineEvent.Local(
            "container",
            action,
            container.Id,
            [.. container.Labels, ("image", container.Task.Spec.Task.Image), ("name", container.Name), .. more]));
}
