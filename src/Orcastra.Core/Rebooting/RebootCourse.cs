using Orcastra.Core.Draining;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Rebooting;

/// <summary>Takes one reboot a step further, from what the snapshot and the machine itself show. This part leads up to its being sent.</summary>
/// <param name="Context">What is known.</param>
/// <param name="Draft">The plan so far.</param>
/// <param name="Node">The node.</param>
internal sealed partial record RebootCourse(PlanningContext Context, PlanDraft Draft, Node Node)
{
    // A boot ID that is older may be that of an earlier boot.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private Reboot Reboot => Draft.Memory.Reboots[Node.Id];

    private MachineSighting? Seen => Context.Machines.Sightings.GetValueOrDefault(Node.Id);

    private TimeSpan Patience => Context.Policy.RebootTimeout;

    /// <summary>Plans the next step.</summary>
    public void Advance()
    {
        if (!Reboot.IsOver)
        {
            Draft.WatchClosely();
            GoOn();
        }
        else if (Context.Now - Reboot.StageAt > Kept && Reboot.Stage == RebootStage.Done)
        {
            Draft.Memory = Draft.Memory with { Reboots = Draft.Memory.Reboots.Remove(Node.Id) };
        }

        if (Draft.Memory.Reboots.GetValueOrDefault(Node.Id) is { Stage: RebootStage.Failed } failed && Context.Now - failed.StageAt <= Kept)
        {
            Draft.Refuse(Runner.Reboot, Node.Hostname, $"its reboot failed: {failed.Reason}");
        }
    }

    /// <summary>Why it is not rebooted although the node is drained; null if it may be.</summary>
    public string? NotYet()
    {
        if (Context.Snapshot.TasksOn(Node.Id).FirstOrDefault(task => task.IsOnItsNode) is { } task)
        {
            return $"task {task.Id} has not ended there yet";
        }

        if (Draft.Memory.HandOffs.Values.Any(handOff => Occupants.IsLeaving(handOff, Node.Id)))
        {
            return "a service that has left it still proves itself elsewhere";
        }

        return Node.State != NodeState.Ready ? $"it is {Node.State.ToString().ToLowerInvariant()}"
            : RebootPlanner.Quorate(Context, Node)
            ?? (Seen is { BootId.Length: > 0 } seen && Context.Now - seen.At < Fresh ? null : "its machine is asked for its boot ID");
    }

    private void GoOn()
    {
        if (Reboot.Stage < RebootStage.Returning && !Context.Policy.HeedsServiceLabels)
        {
            Fail("Orcastra is taken out of this Swarm");
        }
        else if (!Context.Policy.MayBegin && Reboot.Stage is RebootStage.Looking or RebootStage.Due)
        {
            Draft.Wait(Runner.Reboot, Node.Hostname, "its reboot goes on once an instance of Orcastra leads again");
        }
        else
        {
            Step();
        }
    }

    private void Step()
    {
        switch (Reboot.Stage)
        {
            case RebootStage.Looking:
                Look();
                break;
            case RebootStage.Emptying:
                AwaitDrain();
                break;
            case RebootStage.Due:
                Send();
                break;
            case RebootStage.Sent:
                AwaitReturn();
                break;
            default:
                GiveBack();
                break;
        }
    }

    private void Look()
    {
        if (Seen is null)
        {
            Within(Patience, "its machine was not asked");
        }
        else if (Seen.Trouble.Length > 0)
        {
            Fail($"its machine cannot be reached: {Seen.Trouble}");
        }
        else if (Node.Availability == Availability.Drain)
        {
            Become(Reboot with { Stage = RebootStage.Due, Prior = Availability.Drain, PriorBootId = Seen.BootId });
        }
        else
        {
            var own = Draft.Memory with { Reboots = Draft.Memory.Reboots.Remove(Node.Id) };
            var (memory, refusal) = DrainPlanner.Begin(Context, own, Node, Reboot.IsForced);
            if (refusal is not null)
            {
                Fail(refusal);
                return;
            }

            Draft.Memory = Draft.Memory with { Drains = memory.Drains };
            Become(Reboot with { Stage = RebootStage.Emptying, Prior = Node.Availability, PriorBootId = Seen.BootId });
        }
    }

    // The drain gives up by itself, and gives back what the node was.
    private void AwaitDrain()
    {
        var drain = Draft.Memory.Drains.GetValueOrDefault(Node.Id);
        if (drain is { State: DrainState.Failed })
        {
            Become(Reboot with { Stage = RebootStage.Failed, Reason = drain.Reason });
        }
        else if (drain is null)
        {
            Fail("somebody has ended its drain");
        }
        else if (drain.State == DrainState.Drained && Node.Availability == Availability.Drain)
        {
            // Who drains it himself meanwhile wants it drained; then it stays so.
            Become(Reboot with { Stage = RebootStage.Due, Prior = drain.SwitchedAt is null ? Availability.Drain : Reboot.Prior });
        }
    }

    private void Send()
    {
        if (Node.Availability != Availability.Drain)
        {
            Fail($"somebody has made the node {Node.Availability.ToString().ToLowerInvariant()} meanwhile");
        }
        else if (Seen is { Trouble.Length: > 0 })
        {
            Fail($"its machine cannot be reached: {Seen.Trouble}");
        }
        else if (NotYet() is { } reason)
        {
            Within(Patience, reason);
        }
        else
        {
            // Recorded before the effect: whoever finds it recorded never sends it again.
            Become(Reboot with { Stage = RebootStage.Sent, SentAt = Context.Now, PriorBootId = Seen!.BootId });
            Draft.Add(new RebootNode(Runner.Reboot, $"asked for by {Reboot.Origin}: it is empty", Node, Context.Now));
        }
    }

    private void Become(Reboot next)
    {
        var timed = next.Stage == Reboot.Stage ? next : next with { StageAt = Context.Now };
        Draft.Memory = Draft.Memory with { Reboots = Draft.Memory.Reboots.SetItem(Node.Id, timed) };
    }
}
