using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;

namespace Orcastra.Core.Commands;

/// <summary>
/// Pauses, kept in the Swarm's memory: they outlive every process, and show in status. A pause keeps from beginning; what is
/// under way goes on to its end, or a gate of ours would keep a service down for as long.
/// </summary>
public static class Pausing
{
    /// <summary>Everything that may be paused by name.</summary>
    public static ImmutableArray<string> Runners { get; } = [Runner.LabelSync, Runner.StaticLabels, Runner.Dependents, Runner.Bootstrap];

    /// <summary>Name of the pause of everything.</summary>
    public const string Everything = "all";

    /// <summary>What is wrong with the name of something to pause; null if nothing is.</summary>
    public static string? Objection(string runner) => runner.Length == 0 || runner == Everything || Runners.Contains(runner)
        ? null
        : $"nothing called '{runner}' can be paused{Spelling.DidYouMean(runner, Runners)}; what can: {string.Join(", ", Runners)}, or all without a name";

    /// <summary>True while a capability is to begin nothing new.</summary>
    public static bool IsPaused(this Memory memory, string runner) => !memory.Pauses.IsEmpty
        && (memory.Pauses.ContainsKey(Everything)
            || memory.Pauses.ContainsKey(runner)
            || (runner == Runner.Dependents && memory.Pauses.ContainsKey(Runner.LabelSync))); // whose part it is

    /// <summary>Begins a pause.</summary>
    /// <returns>What was remembered before with it, and what came of it in words.</returns>
    internal static (Memory Memory, string Says) Pause(Memory memory, string runner, string by, DateTimeOffset now)
    {
        var name = runner.Length == 0 ? Everything : runner;
        return memory.Pauses.TryGetValue(name, out var known)
            ? (memory, $"{name} was paused already, {Words(known)}")
            : (memory with { Pauses = memory.Pauses.SetItem(name, new(now, by)) }, $"{name} is paused; resume ends that");
    }

    /// <summary>Ends a pause; without a name, all of them.</summary>
    /// <returns>What is left to remember, and what came of it in words.</returns>
    internal static (Memory Memory, string Says) Resume(Memory memory, string runner)
    {
        var ended = runner.Length is 0 || runner == Everything ? memory.Pauses.Keys.ToList() : [.. memory.Pauses.Keys.Where(name => name == runner)];
        var left = memory with { Pauses = memory.Pauses.RemoveRange(ended) };
        var still = left.Pauses.IsEmpty ? "" : $"; still paused: {string.Join(", ", left.Pauses.Keys)}";
        return (left, (ended.Count == 0 ? "nothing of that was paused" : $"{string.Join(", ", ended)} goes on") + still);
    }

    /// <summary>Says what is paused, in each plan: who looks sees why nothing happens.</summary>
    internal static void Tell(PlanDraft draft)
    {
        foreach (var (name, pause) in draft.Memory.Pauses)
        {
            draft.Refuse(Runner.LabelSync, "cluster", $"{name} is paused {Words(pause)}: `orcastra send resume` ends that");
        }
    }

    private static string Words(Pause pause) => $"since {pause.Since:yyyy-MM-dd HH:mm:ss} UTC by {pause.By}";
}
