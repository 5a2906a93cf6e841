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
            found.Id, found.ServiceId, (int)found.Slot, found.NodeId, found.Status.State, found.DesiredState,
            found.CreatedAt, found.Status.At, found.Constraints, found.Status.Error);
    }

    /// <summary>Reads what a watch needs of a task.</summary>
    public RunningTask ReadRunning(ref Utf8JsonReader reader)
    {
        var found = Find(ref reader);
        return new(found.Id, found.ServiceId, (int)found.Slot, found.NodeId, found.Status.State, found.DesiredState);
    }

    private Found Find(ref Utf8JsonReader reader)
    {
        var found = new Found();
        if (reader.Enter())
        {
            while (reader.NextField())
            {
                ReadField(ref reader, found);
            }
        }

        return found;
    }

    private void ReadField(ref Utf8JsonReader reader, Found found)
    {
        if (reader.ValueTextEquals("ID"u8))
        {
            found.Id = reader.Text(_texts);
        }
        else if (reader.ValueTextEquals("ServiceID"u8))
        {
            found.ServiceId = reader.Text(_texts);
        }
        else if (reader.ValueTextEquals("NodeID"u8))
        {
            found.NodeId = reader.Text(_texts);
        }
        else if (reader.ValueTextEquals("Slot"u8))
        {
            found.Slot = reader.Number();
        }
        else if (reader.ValueTextEquals("DesiredState"u8))
        {
            found.DesiredState = TaskJson.ReadDesiredState(reader.Text(_texts));
        }
        else if (reader.ValueTextEquals("CreatedAt"u8))
        {
            found.CreatedAt = reader.Time();
        }
        else if (reader.ValueTextEquals("Status"u8))
        {
            found.Status = ReadStatus(ref reader);
        }
        else if (reader.ValueTextEquals("Spec"u8))
        {
            found.Constraints = ReadSpec(ref reader);
        }
        else
        {
            _ = reader.TrySkip();
        }
    }

    private Status ReadStatus(ref Utf8JsonReader reader)
    {
        var (state, at, error) = ("", DateTimeOffset.MinValue, "");
        if (reader.Enter())
        {
            while (reader.NextField())
            {
                if (reader.ValueTextEquals("State"u8))
                {
                    state = reader.Text(_texts);
                }
                else if (reader.ValueTextEquals("Timestamp"u8))
                {
                    at = reader.Time();
                }
                else if (reader.ValueTextEquals("Err"u8))
                {
                    error = reader.Text(_texts);
                }
                else
                {
                    _ = reader.TrySkip();
                }
            }
        }

        return new(TaskJson.ReadState(state), at, error);
    }

    private ImmutableArray<string> ReadSpec(ref Utf8JsonReader reader)
    {
        ImmutableArray<string> constraints = [];
        if (reader.Enter())
        {
            while (reader.NextField())
            {
                if (reader.ValueTextEquals("Placement"u8))
                {
                    constraints = ReadPlacement(ref reader);
                }
                else
                {
                    _ = reader.TrySkip();
                }
            }
        }

        return constraints;
    }

    private ImmutableArray<string> ReadPlacement(ref Utf8JsonReader reader)
    {
        List<string>? constraints = null;
        if (reader.Enter())
        {
            while (reader.NextField())
            {
                if (reader.ValueTextEquals("Constraints"u8))
                {
                    constraints = reader.Texts(_texts);
                }
                else
                {
                    _ = reader.TrySkip();
                }
            }
        }

        return constraints is null ? [] : [.. constraints];
    }

    private readonly record struct Status(TaskState State, DateTimeOffset At, string Error);

    private sealed class Found
    {
        public string Id { get; set; } = "";

        public string ServiceId { get; set; } = "";

        public string NodeId { get; set; } = "";

        public long Slot { get; set; }

        public TaskState DesiredState { get; set; } = TaskJson.ReadDesiredState("");

        public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.MinValue;

        public Status Status { get; set; } = new(TaskJson.ReadState(""), DateTimeOffset.MinValue, "");

        public ImmutableArray<string> Constraints { get; set; } = [];
    }
}
