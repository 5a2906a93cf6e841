using System.Collections.Immutable;
using Orcastra.Cli;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Logging;
using Orcastra.Loop;

namespace Orcastra.Releasing;

/// <summary>Tells what a release does and what remains: what was done on one writer, what keeps it from more on the other.</summary>
/// <param name="output">Where results go.</param>
/// <param name="error">Where errors go.</param>
internal sealed class ReleaseReport(TextWriter output, TextWriter error)
{
    private int _count;

    /// <summary>One thing was done, or tried.</summary>
    public void Did(JournalEntry entry)
    {
        _count++;
        // The planners' reasons for taking a label away speak of files; here there is but one reason.
        var reason = entry.Kind == "remove-node-label" ? "" : $" ({entry.Reason})";
        (entry.IsFailure ? error : output).WriteLine($"{entry.Kind} {entry.Subject}: {entry.Outcome}{reason}");
    }

    /// <summary>One of our config objects is gone.</summary>
    public void Removed(string name)
    {
        _count++;
        output.WriteLine($"remove-config {name}: done");
    }

    /// <summary>What a service could be rolled back to is gone.</summary>
    public void Removed(string name, string service)
    {
        _count++;
        output.WriteLine($"remove-config {name}: done (it held what rollback_service:{service} would have brought back)");
    }

    /// <summary>Something is waited for.</summary>
    public void Waits(string what) => error.WriteLine($"orcastra release: {what}");

    /// <summary>Nothing of ours is there.</summary>
    public int NothingThere()
    {
        output.WriteLine("There is nothing of Orcastra in this Swarm.");
        return ExitCode.Good;
    }

    /// <summary>Another instance would put everything back: nothing was begun.</summary>
    public int SomebodyLives(string who) => Stopped(who, "Nothing was removed.");

    /// <summary>Another instance has shown itself in between; memory and lease stay, so that it finds what it left.</summary>
    public int SomebodyCame(string who) => Stopped(who, "What is listed above was removed, what Orcastra remembers was not.");

    /// <summary>What there is, and what would come of it.</summary>
    public int Rehearsal(Observation seen, Policy policy, bool keepsLabels, ImmutableArray<string> objects)
    {
        var found = Belongings.In(seen.Snapshot, seen.Remembered.Memory);
        if (found.IsEmpty && objects.IsEmpty && seen.Remembered.Memory.HandOffs.IsEmpty)
        {
            return NothingThere();
        }

        output.WriteLine("Of Orcastra in this Swarm:");
        List(found.Where(one => !keepsLabels || one.Back.Length == 0).Select(Line));
        List(seen.Remembered.Memory.HandOffs.Values.Select(handOff => $"hand-off {handOff.Id} under way, would be ended first"));
        List(objects.Select(name => $"config object {name}"));
        var plan = ClusterPlanner.Plan(seen.Snapshot, policy, seen.Remembered.Memory, seen.Snapshot.TakenAt);
        Refusals("Would remain:", plan.Refusals);
        List("Labels that would stay, and be yours (--keep-labels):", found.Where(one => keepsLabels && one.Back.Length > 0).Select(Line));
        if (!keepsLabels && found.Any(one => one.Back.Length > 0))
        {
            output.WriteLine("Anchor labels and static labels go, also those that you had set yourself before Orcastra came; --keep-labels leaves them.");
        }

        return ExitCode.Good;
    }

    /// <summary>Something stays that must not; memory and lease stay with it.</summary>
    public int NotDone(ReleaseOutcome outcome, ImmutableArray<Belonging> left)
    {
        error.WriteLine($"orcastra release: not done: {(outcome.Trouble.Length > 0 ? outcome.Trouble : "a hand-off has begun in between")}. What Orcastra remembers stays in the Swarm: run release again, it goes on from here.");
        foreach (var refusal in outcome.Refusals)
        {
            error.WriteLine($"  {refusal.Subject}: {refusal.Reason}");
        }

        foreach (var one in left)
        {
            error.WriteLine($"  {one.Kind} of {one.Subject}: {one.What}");
        }

        return ExitCode.Failed;
    }

    /// <summary>Everything of ours is out; labels that the owner's tasks need are the owner's now.</summary>
    public int Done(ReleaseOutcome outcome, Leftovers leftovers, ClusterSnapshot snapshot, ImmutableSortedSet<string> anchorLabels)
    {
        output.WriteLine($"Released: {_count} {(_count == 1 ? "thing" : "things")} done.");
        Refusals("Remains, and is yours now:", outcome.Refusals);
        List(leftovers.Needed.Select(one => $"once nothing needs it: {one.Way}"));
        List("Labels that stay, and are yours now (--keep-labels):", leftovers.Kept.Select(one => $"{one.What} on {one.Subject}"));
        List("Labels that were removed, also those that you had set yourself before; to have one back:", leftovers.Gone.Select(one => one.Back));
        if (Leftovers.StillAskedFor(snapshot, anchorLabels) is { Length: > 0 } bound)
        {
            output.WriteLine($"Constraints on anchor labels stay in {bound}: nobody moves those labels any more.");
        }

        return ExitCode.Good;
    }

    private static string Line(Belonging one) => $"{one.Kind} of {one.Subject}: {one.What}";

    private int Stopped(string who, string what)
    {
        error.WriteLine($"orcastra release: {who} and would put everything back. Stop it first (docker service rm, docker stop), or take the lease from it with --force. {what}");
        return ExitCode.Failed;
    }

    private void Refusals(string title, ImmutableArray<Refusal> refusals)
    {
        if (!refusals.IsEmpty)
        {
            output.WriteLine(title);
            List(refusals.Select(refusal => $"{refusal.Subject}: {refusal.Reason}"));
        }
    }

    private void List(string title, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            output.WriteLine(title);
            List(lines);
        }
    }

    private void List(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine($"  {line}");
        }
    }
}
