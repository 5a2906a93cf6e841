using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Docker.Wire;

/// <summary>
/// Reads tasks, by far the longest list: each holds the whole spec it was made from, and nothing is built of what is skipped.
/// </summary>
internal sealed class TaskReader
{
    private readonly TextPool _texts = new();

    /// <summary>Reads one task.</summary>
    public SwarmTask Read(ref Utf8JsonReader reader)
    {
        var found = Find(ref reader);
        return new(
            found.Id, found.ServiceId, (int)found.Slot, found.NodeId, found.Status.State, TaskJson.ReadDesiredState(found.DesiredState),
            found.CreatedAt, found.Status.At, found.Constraints, found.Status.Error);
    }

    /// <summary>Reads what a watch needs of a task.</summary>
    public RunningTask ReadRunning(ref Utf8JsonReader reader)
    {
        var found = Find(ref reader);
        return new(found.Id, found.ServiceId, (int)found.Slot, found.NodeId, found.Status.State, TaskJson.ReadDesiredState(found.DesiredState));
    }

    private Found Find(ref Utf8JsonReader reader)
    {
        var found = new Found();
        for (var inside = reader.Enter(); inside && reader.NextField(_texts, out var name);)
        {
            ReadField(ref reader, name, ref found);
        }

        return found;
    }

    private void ReadField(ref Utf8JsonReader reader, string name, ref Found found)
    {
        switch (name)
        {
            case "ID":
                found.Id = reader.Text(_texts);
                break;
            case "ServiceID":
                found.ServiceId = reader.Text(_texts);
                break;
            case "NodeID":
                found.NodeId = reader.Text(_texts);
                break;
            case "Slot":
                found.Slot = reader.Number();
                break;
            case "DesiredState":
                found.DesiredState = reader.Text(_texts);
                break;
            case "CreatedAt":
                found.CreatedAt = reader.Time();
                break;
            case "Status":
                found.Status = TaskStatus.Read(ref reader, _texts);
                break;
            case "Spec":
                found.Constraints = ReadSpec(ref reader);
                break;
            default:
                _ = reader.TrySkip();
                break;
        }
    }

    private ImmutableArray<string> ReadSpec(ref Utf8JsonReader reader)
    {
        ImmutableArray<string> constraints = [];
        for (var inside = reader.Enter(); inside && reader.NextField(_texts, out var name);)
        {
            if (name == "Placement")
            {
                constraints = ReadPlacement(ref reader);
            }
            else
            {
                _ = reader.TrySkip();
            }
        }

        return constraints;
    }

    private ImmutableArray<string> ReadPlacement(ref Utf8JsonReader reader)
    {
        ImmutableArray<string> constraints = [];
        for (var inside = reader.Enter(); inside && reader.NextField(_texts, out var name);)
        {
            if (name == "Constraints")
            {
                constraints = reader.Texts(_texts);
            }
            else
            {
                _ = reader.TrySkip();
            }
        }

        return constraints;
    }

    private struct Found()
    {
        public string Id = "";
        public string ServiceId = "";
        public string NodeId = "";
        public long Slot;
        public string DesiredState = "";
        public DateTimeOffset CreatedAt = DateTimeOffset.MinValue;
        public TaskStatus Status = TaskStatus.Unknown;
        public ImmutableArray<string> Constraints = [];
    }
}
