using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Cli.Plans;

/// <summary>
/// What follows a planned action without anybody's doing. A plan holds the next write only, since each further one is planned
/// from what the one before has led to; a reader should not take it for all of it.
/// </summary>
internal static class NextSteps
{
    /// <summary>The steps after this one, in words; empty if there are none.</summary>
    public static string After(PlannedAction action) => action.Match(
        set => set.Key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal) ? "this is one step of a hand-off, the next ones follow" : "",
        _ => "",
        Then,
        restart => $"this is the first step; then the old task stops, the new one starts{(restart.To.Length > 0 ? $" on {restart.To}" : "")}, and the gate that holds it there is taken away",
        availability => availability.Availability == Availability.Pause ? "this is the first step; then one service after the other is brought up elsewhere, and what is left is drained" : "",
        _ => "then, once it is back, it gets the availability that it had",
        _ => "",
        _ => "");

    private static string Then(HandOffStep step)
    {
        var isShut = step.Edits.OfType<SpecEdit.AddConstraint>().Any(edit => Trace.IsGate(edit.Text));
        var isTakenAway = step.Edits.OfType<SpecEdit.RemoveConstraints>().Any();
        return (isShut, isTakenAway) switch
        {
            (true, false) => $"this is the first step; then the old task stops, the gate opens on {step.To}, the new task starts there, and the gate is taken away",
            (true, true) => $"then, once it runs on {step.To} again, the gate is taken away",
            (false, true) => "then its last traces are cleaned",
            _ => "",
        };
    }
}
