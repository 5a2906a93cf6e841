using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>update_dependents</c> and <c>retry</c>: what has failed and what moves often is tried again now. Everything that keeps a
/// move from doing harm still holds.
/// </summary>
internal static class Following
{
    public static void Begin(CommandStep step)
    {
        if (step.Concerned.IsEmpty && step.Command.Argument.Length > 0)
        {
            step.RefuseUnknownAnchor();
            return;
        }

        if (step.Draft.Memory.IsPaused(Runner.Dependents))
        {
            step.End(CommandOutcome.Refused, "dependents are paused: resume first");
            return;
        }

        step.Draft.Memory = step.Draft.Memory with
        {
            Attempts = step.Draft.Memory.Attempts.RemoveRange(step.Concerned.SelectMany(group => group.Dependents).Select(dependent => dependent.Service.Id)),
            Dwells = step.Draft.Memory.Dwells.RemoveRange(step.Concerned.Select(group => group.Anchor.Id)),
        };
        step.Begin("", "dependents are brought to their anchor");
    }

    public static void Conclude(CommandStep step)
    {
        if (step.Draft.Memory.IsPaused(Runner.Dependents))
        {
            step.End(CommandOutcome.Failed, "dependents were paused meanwhile");
            return;
        }

        Await(step, [.. step.Concerned.SelectMany(group => group.Dependents, (group, dependent) => (group, dependent))], "all dependents are beside their anchor");
    }

    /// <summary>Ends a command once dependents are beside their anchor, or says what they wait for.</summary>
    /// <param name="step">The command.</param>
    /// <param name="members">Those that are waited for.</param>
    /// <param name="done">What is said in the end.</param>
    internal static void Await(CommandStep step, ImmutableArray<(Group Group, Dependent Dependent)> members, string done)
    {
        if (members.FirstOrDefault(member => step.Draft.Memory.HandOffs.ContainsKey(member.Dependent.Service.Id)).Group is { } busy)
        {
            step.Wait($"dependents of {busy.Name} are on their way");
            return;
        }

        var left = members.Where(member => !Rightful.Misplaced(step.Context.Snapshot, member.Group, member.Dependent.Service).IsEmpty).Select(member => member.Dependent).ToList();
        if (left.Count == 0)
        {
            step.End(CommandOutcome.Done, done);
            return;
        }

        var reasons = step.Draft.Refusals.Where(refusal => left.Any(dependent => dependent.Service.Name == refusal.Subject)).ToList();
        var words = string.Join("; ", reasons.Select(refusal => $"{refusal.Subject}: {refusal.Reason}"));
        if (reasons.Any(refusal => refusal.IsWaiting) || reasons.Count == 0)
        {
            step.Wait(words.Length > 0 ? words : "dependents are about to be moved");
        }
        else
        {
            step.End(CommandOutcome.Failed, words);
        }
    }

    public static void Retry(CommandStep step)
    {
        if (step.Service is not { } service)
        {
            step.RefuseUnknown();
            return;
        }

        var memory = step.Draft.Memory;
        var says = memory.Attempts.GetValueOrDefault(service.Id) is { } attempts
            ? $"{attempts.Count} attempts are forgotten; the last: {attempts.LastOutcome}"
            : memory.Rejections.ContainsKey(service.Id) ? "the engine is asked again" : "there was nothing to forget";
        step.Draft.Memory = step.EndWith((memory with { Attempts = memory.Attempts.Remove(service.Id), Rejections = memory.Rejections.Remove(service.Id) }, says));
    }
}
