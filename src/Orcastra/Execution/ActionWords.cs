using Orcastra.Core.Planning;

namespace Orcastra.Execution;

/// <summary>An action in the words of plans and journals.</summary>
/// <param name="Kind">Such as <c>set-node-label</c>.</param>
/// <param name="Subject">The node or service.</param>
/// <param name="What">What changes, ready to be followed by how it went.</param>
internal sealed record ActionWords(string Kind, string Subject, string What)
{
    /// <summary>The words for an action.</summary>
    public static ActionWords Of(PlannedAction action) => action.Match(
        set => new ActionWords("set-node-label", set.Node.Hostname, $"{set.Key}={set.Value} "),
        remove => new ActionWords("remove-node-label", remove.Node.Hostname, $"{remove.Key} "),
        step => new ActionWords("hand-off", step.Service.Name, step.From == step.To ? "" : $"{step.From} -> {step.To} "),
        restart => new ActionWords("restart-service", restart.Service.Name, restart.To.Length > 0 ? $"on {restart.To} " : ""));
}
