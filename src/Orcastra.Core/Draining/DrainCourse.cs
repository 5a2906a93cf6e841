using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Draining;

/// <summary>
/// Takes one drain a step further, from what the snapshot shows: cordon, bring everything up elsewhere, drain; or give the
/// node back what it was.
/// </summary>
/// <param name="Context">What is known.</param>
/// <param name="Draft">The plan so far.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Node">The node.</param>
internal sealed record DrainCourse(PlanningContext Context, PlanDraft Draft, ImmutableArray<Group> Groups, Node Node)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private Drain Drain => Draft.Memory.Drains[Node.Id];

    /// <summary>Plans the next step.</summary>
    public void Advance()
    {
        if (Drain.State == DrainState.UnderWay)
        {
            GoOn();
        }

        if (Drain is { State: DrainState.Failed, IsOver: false })
        {
            GiveBack();
        }
        else if (Drain is { State: DrainState.Drained } && Node.Availability != Availability.Drain || (Drain.IsOver && Context.Now - Drain.EndedAt > Kept && Drain.State == DrainState.Failed))
        {
            Draft.Memory = Draft.Memory with { Drains = Draft.Memory.Drains.Remove(Node.Id) };
        }
    }

    private void GoOn()
    {
        if (Node.Availability == Availability.Drain)
        {
            Remember(Drain with { State = DrainState.Drained, EndedAt = Context.Now, IsOver = true, Left = Math.Min(Drain.Left, Occupants.Of(Context.Snapshot, Draft.Memory, Groups, Node.Id).Length) });
        }
        else if (!Context.Policy.HeedsServiceLabels)
        {
            Fail("Orcastra is taken out of this Swarm");
        }
        else if (Drain.CordonedAt is not null && Node.Availability == Availability.Active)
        {
            Fail("somebody has made the node active again");
        }
        else if (Node.Availability == Availability.Active)
        {
            Switch(Availability.Pause, "it is drained: it takes no new tasks while its services are brought up elsewhere");
        }
        else if (Context.Snapshot.Nodes.Values.All(node => node.State != NodeState.Unknown))
        {
            Empty();
        }
    }

    // While a new leader has not heard of all nodes nothing fits anywhere, which says nothing.
    private void Empty()
    {
        var left = Occupants.Of(Context.Snapshot, Draft.Memory, Groups, Node.Id);
        Note(left.Length);
        var movable = left.Where(occupant => !IsLeftToSwarm(occupant)).ToList();
        if (movable.Count == 0)
        {
            Switch(Availability.Drain, left.IsEmpty ? "all that can be moved runs elsewhere" : $"what is left cannot be moved and is left to Swarm ({Names(left)})");
        }
        else if (Context.Now - Drain.ProgressAt < Patience)
        {
            Draft.LookAgain(Drain.ProgressAt + Patience);
            new Departures(Context, Draft, Groups, Node).Plan(movable);
        }
        else if (Drain.IsForced && movable.All(occupant => !Draft.Memory.HandOffs.ContainsKey(occupant.Service.Id)))
        {
            Switch(Availability.Drain, $"no progress for {Patience.TotalMinutes:0} minutes, so that the rest is left to Swarm ({Names(left)})");
        }
        else
        {
            Fail(string.Create(CultureInfo.InvariantCulture, $"no progress for {Patience.TotalMinutes:0} minutes: {Departures.Waits(Context, Draft.Memory, Groups, Node, movable)}"));
        }
    }

    private bool IsLeftToSwarm(Occupant occupant) => Drain.IsForced
        && !Draft.Memory.HandOffs.ContainsKey(occupant.Service.Id)
        && LeaveRule.Lasting(Context.Snapshot, Draft.Memory, occupant, Node.Id) is not null;

    private void Note(int left)
    {
        var next = Drain.CordonedAt is null ? Drain with { CordonedAt = Context.Now, ProgressAt = Context.Now } : Drain;
        next = left < next.Left ? next with { Left = left, ProgressAt = Context.Now } : next;
        if (next != Drain)
        {
            Remember(next);
        }
    }

    private void Fail(string reason)
    {
        Evacuation.Fail(Draft, Node.Id, reason, Context.Now);
        Draft.WatchClosely();
    }

    // Only what is as we have left it is given back: what its owner has done to it since is the owner's wish.
    private void GiveBack()
    {
        if (Drain.Prior == Availability.Active && Node.Availability == Availability.Pause)
        {
            Switch(Availability.Active, $"its drain is given up: {Drain.Reason}");
        }
        else
        {
            Remember(Drain with { IsOver = true });
        }
    }

    // Any write makes the enforcer look at the node's tasks, and one that is about to be stopped in order would be killed.
    private void Switch(Availability availability, string reason)
    {
        Draft.WatchClosely();
        if (availability != Availability.Active && !Context.Policy.MayBegin)
        {
            Draft.Wait(Runner.Drain, Node.Hostname, "the drain goes on once an instance of Orcastra leads again");
        }
        else if (LabelGuard.VictimOfAny(Context.Snapshot, Node with { Availability = Availability.Active }) is { } victim)
        {
            Draft.Wait(Runner.Drain, Node.Hostname, $"its availability stays {Node.Availability.ToString().ToLowerInvariant()} until task {victim.Id}, which is about to be stopped there, has ended");
        }
        else
        {
            if (availability == Availability.Drain)
            {
                Remember(Drain with { SwitchedAt = Drain.SwitchedAt ?? Context.Now });
            }

            Draft.SetAvailability(Runner.Drain, Node, availability, reason);
        }
    }

    private void Remember(Drain drain) => Draft.Memory = Draft.Memory with { Drains = Draft.Memory.Drains.SetItem(Node.Id, drain) };

    private static string Names(IEnumerable<Occupant> occupants) => string.Join(", ", occupants.Select(occupant => occupant.Service.Name));
}
