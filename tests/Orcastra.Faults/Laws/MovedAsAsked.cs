using Orcastra.Core.Commands;
using Orcastra.Core.Remembering;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A service goes to a node that is named only while somebody asks for it there, and runs there where it is said to be done.</summary>
internal sealed class MovedAsAsked : Law
{
    // Between a look and what is said of it a node may lose its power.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(string Service, string Node), DateTimeOffset> _lastUp = [];

    public override string Sentence => "A service goes to a node that is named only while somebody asks for it there, and runs there where it is said to be done.";

    public override void OnContainer(ContainerChange change) =>
        _lastUp[(change.Container.Service, change.Container.Node.Name)] = change.IsStart ? DateTimeOffset.MaxValue : Stage.Now;

    public override void OnMemory(MemoryWritten written)
    {
        foreach (var handOff in written.After.HandOffs.Values.Where(handOff => handOff.Purpose == HandOffPurpose.Relocate && written.Before.HandOffs.GetValueOrDefault(handOff.ServiceId)?.Id != handOff.Id))
        {
            var (name, node) = (Stage.Store.Services.GetValueOrDefault(handOff.ServiceId)?.Spec.Name, Watch.NameOf(handOff.Targets.Single()));
            if (name is not null && !written.After.Commands.Values.Any(command => command is { BegunAt: not null, EndedAt: null, Outcome: "" } && Asked(command) is { } asked && Head(asked.Argument) == name && asked.Target == node))
            {
                Break($"{name} is moved to {node}, and nobody asks for that");
            }
        }

        foreach (var (id, command) in written.After.Commands.Where(command => command.Value is { EndedAt: not null, Outcome: CommandOutcome.Done } && written.Before.Commands.GetValueOrDefault(command.Key) is { EndedAt: null }))
        {
            if (Asked(command) is { } asked && Stage.Now - _lastUp.GetValueOrDefault((Head(asked.Argument), asked.Target)) > Tolerance)
            {
                Break($"{command.Text} ({id}) is said to be done, and {Head(asked.Argument)} does not run there");
            }
        }
    }

    // Files that were reloaded meanwhile may let it follow somebody else.
    private string Head(string service) => FaultScenario.Followed(Stage.Policy, service) is { } entry && Watch.Find(entry.Name) is not null ? Head(entry.Name) : service;

    private static Command? Asked(CommandRecord record) =>
        CommandGrammar.Read(record.Text, out var command) is null && command.Kind == CommandKind.MoveService ? command : null;
}
