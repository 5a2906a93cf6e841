using System.Text.Json;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Docker.Wire;

/// <summary>What a task's node has reported of it.</summary>
/// <param name="State">Its state.</param>
/// <param name="At">When it was reported.</param>
/// <param name="Error">What went wrong; empty if nothing did.</param>
internal readonly record struct TaskStatus(TaskState State, DateTimeOffset At, string Error)
{
    /// <summary>Nothing reported.</summary>
    public static TaskStatus Unknown { get; } = new(TaskJson.ReadState(""), DateTimeOffset.MinValue, "");

    /// <summary>Reads a task's field <c>Status</c>.</summary>
    public static TaskStatus Read(ref Utf8JsonReader reader, TextPool texts)
    {
        var (state, at, error) = ("", DateTimeOffset.MinValue, "");
        for (var inside = reader.Enter(); inside && reader.NextField(texts, out var name);)
        {
            switch (name)
            {
                case "State":
                    state = reader.Text(texts);
                    break;
                case "Timestamp":
                    at = reader.Time();
                    break;
                case "Err":
                    error = reader.Text(texts);
                    break;
                default:
                    _ = reader.TrySkip();
                    break;
            }
        }

        return new(TaskJson.ReadState(state), at, error);
    }
}
