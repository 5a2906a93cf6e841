using System.Collections.Immutable;
using Orcastra.Docker;

namespace Orcastra.Loop;

/// <summary>
/// Watches the tasks that are wanted and wakes the loop when one appears, goes, or changes its state. Swarm sends no events
/// for tasks: a start on another node is seen in no other way.
/// </summary>
/// <param name="docker">The engine.</param>
/// <param name="wake">Wakes the loop.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class TaskWatch(DockerClient docker, Wake wake, TimeProvider time, ILogger log)
{
    /// <summary>Time between two looks at rest.</summary>
    public static readonly TimeSpan AtRest = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between two looks while something moves.</summary>
    public static readonly TimeSpan Moving = TimeSpan.FromMilliseconds(100);

    // A task that has just changed is mostly followed by another change.
    private static readonly TimeSpan Afterglow = TimeSpan.FromSeconds(10);

    private ImmutableHashSet<RunningTask> _known = [];
    private long _changedAt;

    /// <summary>Set while the plan has something under way.</summary>
    public bool IsMoving { get; set; }

    /// <summary>Watches until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var isRecent = _changedAt != 0 && time.GetElapsedTime(_changedAt) < Afterglow;
            await Sleep.ForAsync(IsMoving || isRecent ? Moving : AtRest, time, stop);
            try
            {
                Compare([.. await docker.Tasks.ListRunningAsync(stop)]);
            }
            catch (DockerException fault)
            {
                log.Debug("the watch of tasks failed: {Message:l}", fault.Message);
                await Sleep.ForAsync(AtRest, time, stop);
            }
        }
    }

    private void Compare(ImmutableHashSet<RunningTask> now)
    {
        if (_known.SetEquals(now))
        {
            return;
        }

        _changedAt = _known.IsEmpty ? 0 : time.GetTimestamp();
        _known = now;
        wake.Up("tasks");
    }
}
