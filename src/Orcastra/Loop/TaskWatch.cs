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

    // In a Swarm so large that a look takes long, looks take a fifth of the time at the most: the engine has other work, too.
    private const int Spared = 4;

    // A task that has just changed is mostly followed by another change.
    private static readonly TimeSpan Afterglow = TimeSpan.FromSeconds(10);

    private readonly EarlierAnswer<RunningTask> _earlier = new();
    private ImmutableArray<RunningTask> _known = [];
    private long _changedAt;
    private TimeSpan _lasted;

    /// <summary>Set while the plan has something under way.</summary>
    public bool IsMoving { get; set; }

    /// <summary>Watches until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var isRecent = _changedAt != 0 && time.GetElapsedTime(_changedAt) < Afterglow;
            var pause = IsMoving || isRecent ? Moving : AtRest;
            await Task.Delay(pause > Spared * _lasted ? pause : Spared * _lasted, time, stop);
            try
            {
                var began = time.GetTimestamp();
                Compare(await docker.Tasks.ListRunningAsync(_earlier, stop));
                _lasted = time.GetElapsedTime(began);
            }
            catch (DockerException fault)
            {
                log.Debug("the watch of tasks failed: {Message:l}", fault.Message);
                await Task.Delay(AtRest, time, stop);
            }
        }
    }

    private void Compare(ImmutableArray<RunningTask> now)
    {
        if (_known == now || _known.SequenceEqual(now))
        {
            return;
        }

        _changedAt = _known.IsEmpty ? 0 : time.GetTimestamp();
        _known = now;
        wake.Up("tasks");
    }
}
