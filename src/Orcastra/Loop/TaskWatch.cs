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

    // What has not stirred for so long waits for something that may take days, such as a node that is cut off: from then on
    // the time between two looks grows with the time of waiting, until it is that of rest.
    private static readonly TimeSpan Attention = TimeSpan.FromMinutes(2);

    private readonly EarlierAnswer<RunningTask> _earlier = new();
    private ImmutableArray<RunningTask> _known = [];
    private long _changedAt;
    private long _movingSince;
    private TimeSpan _lasted;

    /// <summary>Set while the plan has something under way.</summary>
    public bool IsMoving
    {
        get => Interlocked.Read(ref _movingSince) != 0;
        set => Interlocked.Exchange(ref _movingSince, !value ? 0 : IsMoving ? _movingSince : time.GetTimestamp());
    }

    /// <summary>Watches until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var pause = Pause();
            await Sleep.ForAsync(pause > Spared * _lasted ? pause : Spared * _lasted, time, stop);
            try
            {
                var began = time.GetTimestamp();
                Compare(await docker.Tasks.ListRunningAsync(_earlier, stop));
                _lasted = time.GetElapsedTime(began);
            }
            catch (DockerException fault)
            {
                log.Debug("the watch of tasks failed: {Message:l}", fault.Message);
                await Sleep.ForAsync(AtRest, time, stop);
            }
        }
    }

    private TimeSpan Pause()
    {
        var movingSince = Interlocked.Read(ref _movingSince);
        var stirredAt = Math.Max(_changedAt, movingSince);
        var quiet = stirredAt == 0 ? TimeSpan.MaxValue : time.GetElapsedTime(stirredAt);
        if (movingSince == 0)
        {
            return quiet < Afterglow ? Moving : AtRest;
        }

        var pause = Moving * Math.Max(1, quiet / Attention);
        return pause < AtRest ? pause : AtRest;
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
