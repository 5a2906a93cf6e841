using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>What happens to a machine.</summary>
internal enum MachineEvent
{
    /// <summary>Its power is gone.</summary>
    PowerCut,

    /// <summary>Its power is back.</summary>
    PowerOn,

    /// <summary>Its network cable is pulled.</summary>
    Cut,

    /// <summary>Its network cable is back.</summary>
    Heal,

    /// <summary>Its engine is restarted.</summary>
    RestartEngine,

    /// <summary>The Orcastra on it is killed.</summary>
    KillOrcastra,

    /// <summary>The Orcastra on it is started.</summary>
    StartOrcastra,

    /// <summary>The Orcastra on it is told to leave.</summary>
    StopOrcastra,
}

/// <summary>Something happens to a machine.</summary>
internal sealed record MachineDeed(MachineEvent What, NodeReference Node) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world)
    {
        var name = world.Find(Node).Name;
        return What switch
        {
            MachineEvent.PowerCut => $"{name} loses power",
            MachineEvent.PowerOn => $"{name} has power again",
            MachineEvent.Cut => $"{name} is cut off from the network",
            MachineEvent.Heal => $"{name} is back on the network",
            MachineEvent.RestartEngine => $"the engine of {name} is restarted",
            MachineEvent.KillOrcastra => $"the Orcastra on {name} is killed (kill -9)",
            MachineEvent.StartOrcastra => $"an Orcastra starts on {name}",
            _ => $"the Orcastra on {name} is told to leave (SIGTERM)",
        };
    }

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        Do(world, world.Find(Node));
        return Task.CompletedTask;
    }

    private void Do(World world, SimulatedNode node)
    {
        switch (What)
        {
            case MachineEvent.PowerCut:
                world.PowerCut(node);
                break;
            case MachineEvent.PowerOn:
                world.PowerOn(node);
                break;
            case MachineEvent.Cut:
                world.Swarm.Faults.Cut(node);
                break;
            case MachineEvent.Heal:
                world.Swarm.Faults.Heal(node);
                break;
            case MachineEvent.RestartEngine:
                world.Swarm.Faults.RestartEngine(node);
                break;
            case MachineEvent.KillOrcastra:
                world.Instances.Kill(node.Name);
                break;
            case MachineEvent.StartOrcastra:
                world.Instances.Start(node.Name);
                break;
            default:
                world.Instances.Leave(node.Name);
                break;
        }
    }
}

/// <summary>The leader hands over to another manager.</summary>
internal sealed record NextLeader : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => "the leader hands over to another manager";

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        world.Swarm.Faults.NextLeader();
        return Task.CompletedTask;
    }
}

/// <summary>Requests to engines fail for a while.</summary>
internal sealed record ApiFails(NodeReference? Node, ApiFailure Failure, int Every, TimeSpan Lasts) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world)
    {
        var which = Every == 1 ? "each request" : $"every {Every}th request";
        var how = Failure switch
        {
            ApiFailure.Refused => "is refused",
            ApiFailure.Timeout => "gets no answer",
            ApiFailure.Lost => "takes effect and its answer is lost",
            ApiFailure.Slow => "is answered late",
            _ => "is answered with an error",
        };
        return $"for {Lasts.TotalSeconds:0.#} s {which} to {(Node is null ? "any engine" : world.Find(Node).Name)} {how}";
    }

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        world.Trouble.Begin(Node is null ? null : world.Find(Node), Failure, Every, Lasts);
        return Task.CompletedTask;
    }
}
