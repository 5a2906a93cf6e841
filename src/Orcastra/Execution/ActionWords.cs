using System.Collections.Immutable;
using Orcastra.Core.Planning;

namespace Orcastra.Execution;

/// <summary>An action in the words of plans and journals.</summary>
/// <param name="Kind">Such as <c>set-node-label</c>.</param>
/// <param name="Subject">The node or service.</param>
/// <param name="What">What changes, or from where to where.</param>
/// <param name="Done">What this one write of several did; empty where there is but one.</param>
internal sealed record ActionWords(string Kind, string Subject, string What, string Done)
{
    /// <summary>The words for an action.</summary>
    public static ActionWords Of(PlannedAction action) => action.Match(
        set => new ActionWords("set-node-label", set.Node.Hostname, $"{set.Key}={set.Value}", ""),
        remove => new ActionWords("remove-node-label", remove.Node.Hostname, remove.Key, ""),
        step => new ActionWords("hand-off", step.Service.Name, step.From == step.To ? "" : $"{step.From} -> {step.To}", StepOf(step.Edits)),
        restart => new ActionWords("restart-service", restart.Service.Name, restart.To.Length > 0 ? $"on {restart.To}" : "", "begun"),
        availability => new ActionWords("set-availability", availability.Node.Hostname, availability.Availability.ToString().ToLowerInvariant(), ""),
        reboot => new ActionWords("reboot-node", reboot.Node.Hostname, "", "sent"),
        rollBack => new ActionWords("rollback-service", rollBack.Service.Name, "to what was deployed before", "begun"),
        forget => new ActionWords("remove-kept-spec", forget.ServiceId, "", "done"));

    /// <summary>What came of it, for people.</summary>
    /// <param name="failure">Why it failed; null if it did not.</param>
    public string Outcome(string? failure) => string.Join(": ", new[] { What, failure is null ? Done : $"failed: {failure}" }.Where(part => part.Length > 0));

    private static string StepOf(ImmutableArray<SpecEdit> edits)
    {
        var isShut = edits.OfType<SpecEdit.AddConstraint>().Any(edit => Trace.IsGate(edit.Text));
        var isTakenAway = edits.OfType<SpecEdit.RemoveConstraints>().Any();
        return (isShut, isTakenAway) switch
        {
            (true, true) => "gate turned back",
            (true, false) => "gate shut",
            (false, true) => "gate taken away",
            _ => edits.IsEmpty ? "traces cleaned" : "bound",
        };
    }
}
