using Orcastra.Core.Planning;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>relabel_all</c> and <c>relabel_anchor</c>. Labels are kept true all the time; the command makes it a matter of now, and
/// tells of each label what stands in its way.
/// </summary>
internal static class Relabelling
{
    public static void Begin(CommandStep step)
    {
        if (step.Command.Kind == CommandKind.RelabelAnchor && step.Concerned.IsEmpty)
        {
            step.RefuseUnknownAnchor();
        }
        else if (step.Draft.Memory.IsPaused(Runner.LabelSync))
        {
            step.End(CommandOutcome.Refused, "labels are paused: resume first");
        }
        else
        {
            step.Begin("", "labels are written");
        }
    }

    public static void Conclude(CommandStep step)
    {
        var keys = step.Concerned.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var isOne = step.Command.Kind == CommandKind.RelabelAnchor;
        var planned = step.Draft.Actions.Count(action => KeyOf(action) is { } key && !Trace.IsOurs(key) && (!isOne || keys.Contains(key)));
        if (planned > 0)
        {
            step.Wait("labels are written");
            return;
        }

        var amiss = step.Draft.Refusals
            .Where(refusal => refusal.Reason.StartsWith("label ", StringComparison.Ordinal) && (!isOne || keys.Any(key => refusal.Reason.StartsWith($"label {key} ", StringComparison.Ordinal))))
            .Select(refusal => $"{refusal.Subject}: {refusal.Reason}")
            .ToList();
        step.End(CommandOutcome.Done, amiss.Count == 0 ? "all labels are true" : string.Join("; ", amiss));
    }

    private static string? KeyOf(PlannedAction action) => action.Match<string?>(set => set.Key, remove => remove.Key, _ => null, _ => null, _ => null, _ => null, _ => null, _ => null);
}
