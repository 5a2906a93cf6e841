namespace Orcastra.Simulator;

/// <summary>How far a task is, in the order in which a task goes through.</summary>
internal enum TaskState
{
    New,
    Pending,
    Assigned,
    Accepted,
    Preparing,
    Ready,
    Starting,
    Running,
    Complete,
    Shutdown,
    Failed,
    Rejected,
    Remove,
    Orphaned,
}

/// <summary>Task states in the API's words.</summary>
internal static class TaskStates
{
    private static readonly string[] Words =
        ["new", "pending", "assigned", "accepted", "preparing", "ready", "starting", "running", "complete", "shutdown", "failed", "rejected", "remove", "orphaned"];

    public static string Word(this TaskState state) => Words[(int)state];

    public static TaskState? Parse(string word)
    {
        var index = Array.FindIndex(Words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (TaskState)index;
    }
}
