using Orcastra.Core.Commands;

namespace Orcastra.Faults;

/// <summary>A command is lost by nobody's death, and has its effect once: not twice, and not never where it is said to be done.</summary>
internal sealed class CommandsOnce : Law
{
    private readonly Dictionary<string, int> _effects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _there = new(StringComparer.Ordinal);

    public override string Sentence => "A command is lost by nobody's death, and has its effect once: not twice, and not never where it is said to be done.";

    public override void OnService(ServiceWritten written)
    {
        foreach (var id in Rollbacks.AskedFor(Watch.Memory, written.Name, written.After))
        {
            _there.Add(id); // whoever brought it back
            if (written.Sent is not null)
            {
                Count(id, written);
            }
        }

        if (written is not { Author: Author.Us, Before: { } before } || written.After.Forces() <= before.Forces())
        {
            return;
        }

        foreach (var (id, _) in Watch.Memory.Commands.Where(command => command.Value is { BegunAt: not null, EndedAt: null } && Restarts(command.Value.Text) == written.Name))
        {
            Count(id, written);
        }
    }

    private void Count(string id, ServiceWritten written)
    {
        _effects[id] = _effects.GetValueOrDefault(id) + 1;
        if (_effects[id] > 1)
        {
            Break($"write {written.Sent!.Number} carries {Watch.Memory.Commands[id].Text} out once more");
        }
    }

    public override void OnMemory(MemoryWritten written)
    {
        foreach (var (id, before) in written.Before.Commands.Where(command => command.Value.EndedAt is null))
        {
            if (written.After.Commands.GetValueOrDefault(id) is not { } after)
            {
                Break($"{before.Text} is lost");
            }
            else if (after.Outcome == CommandOutcome.Done && IsMissing(id, after.Text))
            {
                Break($"{after.Text} is said to be done, and was not");
            }
        }
    }

    private bool IsMissing(string id, string text) =>
        Restarts(text) is not null ? _effects.GetValueOrDefault(id) == 0 : Rollbacks.Named(text) is not null && !_there.Contains(id);

    private static string? Restarts(string text) =>
        CommandGrammar.Read(text, out var command) is null && command.Kind == CommandKind.RestartService ? command.Argument : null;
}
