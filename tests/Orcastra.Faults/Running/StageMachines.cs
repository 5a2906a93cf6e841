using Orcastra.Core.Rebooting;
using Orcastra.Rebooting;
using Orcastra.Simulating;
using Orcastra.Simulator;
using Node = Orcastra.Core.Swarm.Node;

namespace Orcastra.Faults;

/// <summary>What goes wrong with the next reboots.</summary>
internal enum Mishap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No machine answers ssh.</summary>
    SshRefused,

    /// <summary>The command ends with an error.</summary>
    CommandFails,

    /// <summary>The machine goes down and stays down.</summary>
    NeverBack,

    /// <summary>The command is taken, and nothing comes of it.</summary>
    NothingHappens,

    /// <summary>The machine reboots, and the answer comes late.</summary>
    ReplyLost,
}

/// <summary>The machines of a stage as one instance reaches them: a reboot is a power cut now and a start a while later.</summary>
/// <param name="stage">Where it is played.</param>
/// <param name="own">The number of the node beside whose engine the instance runs.</param>
internal sealed class StageMachines(Stage stage, int own) : IMachines
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(15);

    public Task<MachineSighting> LookAsync(Node node, CancellationToken stop) => Task.FromResult(MachineOf(node) is { } machine
        ? new MachineSighting(stage.Now, $"00000000-0000-4000-8000-{machine.Number:x4}{machine.Boots:x8}", false, "")
        : new(stage.Now, "", false, "connection refused"));

    public Task<string?> RebootAsync(Node node, CancellationToken stop)
    {
        if (stage.IsMute || MachineOf(node) is not { } machine)
        {
            return Task.FromResult<string?>("connection refused");
        }

        if (stage.Mishap == Mishap.CommandFails)
        {
            return Task.FromResult<string?>("the command ended with 1");
        }

        stage.Watch.OnReboot(machine);
        if (stage.Mishap == Mishap.NothingHappens)
        {
            return Task.FromResult<string?>(null);
        }

        var instance = stage.Instance(own)!;
        var process = instance.ProcessId;
        new PowerCut(machine.Number).Happen(stage);
        if (stage.Mishap != Mishap.NeverBack)
        {
            stage.Timeline.After(Away, () => WithoutContext.Do(() => new PowerOn(machine.Number).Happen(stage)));
        }

        return Answer(instance, process, stage.Mishap == Mishap.ReplyLost ? Late : TimeSpan.FromMilliseconds(20));
    }

    // Who has been killed meanwhile gets no answer.
    private Task<string?> Answer(SimulatedInstance instance, int process, TimeSpan delay)
    {
        var answer = new TaskCompletionSource<string?>();
        stage.Timeline.After(delay, () =>
        {
            if (instance.IsRunning && instance.ProcessId == process)
            {
                WithoutContext.Do(() => answer.SetResult(null));
            }
        });
        return answer.Task;
    }

    private SimulatedNode? MachineOf(Node node) => stage.Mishap == Mishap.SshRefused || stage.Node(own).IsCut
        ? null
        : stage.Swarm.Nodes.FirstOrDefault(machine => machine.NodeId == node.Id && machine is { IsOn: true, IsCut: false });
}
