using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Reads a list of tasks without building anything of the fields it skips.</summary>
public static class RunningTaskJson
{
    private const int FirstSize = 64 * 1024;

    /// <summary>Reads a whole body.</summary>
    public static async ValueTask<ImmutableArray<RunningTask>> ReadAllAsync(Stream body, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            var length = 0;
            int count;
            while ((count = await body.ReadAsync(buffer.AsMemory(length), stop)) > 0)
            {
                length += count;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return ReadAll(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a JSON array of tasks.</summary>
    public static ImmutableArray<RunningTask> ReadAll(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var tasks = ImmutableArray.CreateBuilder<RunningTask>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a JSON array of tasks");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            tasks.Add(ReadTask(ref reader));
        }

        return tasks.DrainToImmutable();
    }

    private static RunningTask ReadTask(ref Utf8JsonReader reader)
    {
        var task = new RunningTask("", "", 0, "", TaskState.Starting, TaskState.Shutdown);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            task = ReadField(ref reader, task);
        }

        return task;
    }

    private static RunningTask ReadField(ref Utf8JsonReader reader, RunningTask task)
    {
        if (reader.ValueTextEquals("ID"u8))
        {
            return task with { Id = Text(ref reader) };
        }

        if (reader.ValueTextEquals("ServiceID"u8))
        {
            return task with { ServiceId = Text(ref reader) };
        }

        if (reader.ValueTextEquals("NodeID"u8))
        {
            return task with { NodeId = Text(ref reader) };
        }

        if (reader.ValueTextEquals("DesiredState"u8))
        {
            return task with { DesiredState = TaskJson.ReadDesiredState(Text(ref reader)) };
        }

        if (reader.ValueTextEquals("Slot"u8))
        {
            reader.Read();
            return task with { Slot = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var slot) ? slot : 0 };
        }

        return reader.ValueTextEquals("Status"u8) ? task with { State = ReadStatus(ref reader) } : Skip(ref reader, task);
    }

    private static TaskState ReadStatus(ref Utf8JsonReader reader)
    {
        var state = TaskState.Starting;
        reader.Read();
        while (reader.TokenType != JsonTokenType.Null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("State"u8))
            {
                state = TaskJson.ReadState(Text(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }

        return state;
    }

    private static RunningTask Skip(ref Utf8JsonReader reader, RunningTask task)
    {
        reader.Skip();
        return task;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
    }
}
