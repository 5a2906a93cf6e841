using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Serilog.Events;

namespace Orcastra.Logging;

/// <summary>
/// Tells how commands, drains and reboots ended, one line each, from what was remembered before a pass and is after it: who
/// gave a command may have gone, and nobody waits for an unattended reboot.
/// </summary>
/// <param name="log">Where to.</param>
internal sealed class EndingLog(ILogger log)
{
    private readonly ILogger _commands = log.For(Runner.Commands);
    private readonly ILogger _drains = log.For(Runner.Drain);
    private readonly ILogger _reboots = log.For(Runner.Reboot);

    /// <summary>Tells what has ended.</summary>
    /// <param name="before">What was remembered when the pass began.</param>
    /// <param name="after">What is remembered now.</param>
    /// <param name="snapshot">The Swarm as the pass saw it.</param>
    public void Tell(Memory before, Memory after, ClusterSnapshot snapshot)
    {
        foreach (var (id, command) in after.Commands.Where(entry => entry.Value.EndedAt is not null && before.Commands.GetValueOrDefault(entry.Key)?.EndedAt is null))
        {
            var level = command.Outcome == CommandOutcome.Done ? LogEventLevel.Information : LogEventLevel.Warning;
            _commands.Write(level, "{Command:l} ({Id:l} of {Origin:l}): {Outcome:l}: {Says:l}", command.Text, id, command.Origin, command.Outcome, command.Says);
        }

        foreach (var drain in after.Drains.Values.Where(drain => drain.State == DrainState.Failed && before.Drains.GetValueOrDefault(drain.NodeId)?.State != DrainState.Failed))
        {
            _drains.Warning("{Node:l} is not drained: {Reason:l}", snapshot.NameOf(drain.NodeId), drain.Reason);
        }

        foreach (var reboot in after.Reboots.Values.Where(reboot => reboot.Stage != before.Reboots.GetValueOrDefault(reboot.NodeId)?.Stage))
        {
            Tell(reboot, snapshot.NameOf(reboot.NodeId));
        }
    }

    private void Tell(Reboot reboot, string node)
    {
        if (reboot.Stage == RebootStage.Failed)
        {
            _reboots.Error("the reboot of {Node:l}, asked for by {Origin:l}, is given up: {Reason:l}", node, reboot.Origin, reboot.Reason);
        }
        else if (reboot.Stage == RebootStage.Done)
        {
            _reboots.Information("{Node:l} was rebooted, asked for by {Origin:l}", node, reboot.Origin);
        }
    }
}
