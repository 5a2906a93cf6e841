using Orcastra.Simulating;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Something that must hold, whatever happens. It is told of each step, and says when it is broken.</summary>
internal abstract class Law
{
    private Watch? _watch;

    /// <summary>The law in a sentence.</summary>
    public abstract string Sentence { get; }

    /// <summary>Who tells it.</summary>
    protected Watch Watch => _watch!;

    /// <summary>Where it is played.</summary>
    protected Stage Stage => Watch.Stage;

    /// <summary>Begins to watch.</summary>
    public void Begin(Watch watch) => _watch = watch;

    /// <summary>An instance is about to send a write.</summary>
    public virtual void OnSent(Sent sent)
    {
    }

    /// <summary>A service's spec was written; Swarm has not yet done anything about it.</summary>
    public virtual void OnService(ServiceWritten written)
    {
    }

    /// <summary>A node's spec was written; Swarm has not yet done anything about it.</summary>
    public virtual void OnNode(NodeWritten written)
    {
    }

    /// <summary>A node's entry has changed in whatever way, be it that its managers do not hear it any more.</summary>
    public virtual void OnState(NodeRecord node)
    {
    }

    /// <summary>Memory was written.</summary>
    public virtual void OnMemory(MemoryWritten written)
    {
    }

    /// <summary>A container started or ended.</summary>
    public virtual void OnContainer(ContainerChange change)
    {
    }

    /// <summary>Something went wrong with a machine.</summary>
    public virtual void OnFault(int node)
    {
    }

    /// <summary>An instance has a machine rebooted; nothing has come of it yet.</summary>
    public virtual void OnReboot(SimulatedNode machine)
    {
    }

    /// <summary>An instance said something.</summary>
    public virtual void OnLine(InstanceLine line)
    {
    }

    /// <summary>A second has passed.</summary>
    public virtual void OnTick()
    {
    }

    /// <summary>Says that the law is broken.</summary>
    protected void Break(string how) => Watch.Report(new(GetType().Name, Stage.Now, how));
}

/// <summary>A law was broken.</summary>
/// <param name="Law">Its name.</param>
/// <param name="At">When.</param>
/// <param name="How">What happened.</param>
internal sealed record Violation(string Law, DateTimeOffset At, string How);
