using System.Globalization;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Rebooting;

/// <summary>The way back, from a reboot that was sent or has failed.</summary>
internal sealed partial record RebootCourse
{
    private void AwaitReturn()
    {
        if (Node.Availability != Availability.Drain && Reboot.Prior != Availability.Drain)
        {
            Become(Reboot with { Prior = Availability.Drain, StageAt = Reboot.StageAt }); // its owner has decided: nothing is given back
        }

        if (Seen is { BootId.Length: > 0 } seen && seen.At > Reboot.SentAt && seen.BootId != Reboot.PriorBootId && Node.State == NodeState.Ready)
        {
            Become(Reboot with { Stage = RebootStage.Returning });
            GiveBack();
        }
        else
        {
            Within(Patience, WhyAway());
        }
    }

    private string WhyAway() => Seen switch
    {
        { Trouble: { Length: > 0 } trouble } => $"its machine does not answer: {trouble}",
        { BootId: var id } when id == Reboot.PriorBootId => $"its boot ID is still {id}: it was not rebooted",
        { } => $"it was rebooted, but the Swarm shows it as {Node.State.ToString().ToLowerInvariant()}",
        null => "its machine was not asked",
    };

    // Only what is as we have left it is given back: what its owner has done to it since is the owner's wish.
    private void GiveBack()
    {
        var isFailed = Reboot.Stage == RebootStage.Failed;
        if (Draft.Memory.Drains.GetValueOrDefault(Node.Id) is { IsOver: false })
        {
            return; // given back by the drain
        }

        if (Node.Availability != Availability.Drain || Reboot.Prior == Availability.Drain || !WasOurs())
        {
            Become(Reboot with { Stage = isFailed ? RebootStage.Failed : RebootStage.Done, IsOver = true });
        }
        else if (LabelGuard.VictimOfAny(Context.Snapshot, Node with { Availability = Availability.Active }) is { } victim)
        {
            Draft.Wait(Runner.Reboot, Node.Hostname, $"it stays drained until task {victim.Id}, which is about to be stopped there, has ended");
        }
        else
        {
            Draft.SetAvailability(Runner.Reboot, Node, Reboot.Prior, isFailed ? $"its reboot is given up: {Reboot.Reason}" : "it was rebooted");
        }
    }

    // Before it was drained by us nothing of it was ours.
    private bool WasOurs() => Draft.Memory.Drains.GetValueOrDefault(Node.Id) is { State: DrainState.Drained, SwitchedAt: not null };

    private void Within(TimeSpan patience, string reason)
    {
        var due = Reboot.StageAt + patience;
        if (due <= Context.Now)
        {
            Fail(string.Create(CultureInfo.InvariantCulture, $"not done within {patience.TotalSeconds:0} s: {reason}"));
        }
        else
        {
            Draft.LookAgain(due);
            Draft.Wait(Runner.Reboot, Node.Hostname, $"{(Reboot.Stage == RebootStage.Sent ? "it reboots" : "it is not rebooted yet")}: {reason}");
        }
    }

    private void Fail(string reason)
    {
        Evacuation.Fail(Draft, Node.Id, $"its reboot is given up: {reason}", Context.Now);
        Become(Reboot with { Stage = RebootStage.Failed, Reason = reason });
        GiveBack();
    }
}
