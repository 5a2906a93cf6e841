using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>Lets a world's time go on with real time, or so many times as fast, and lets others look in between.</summary>
internal sealed class DemoTime : IAsyncDisposable
{
    private readonly World _world;
    private readonly TimeProvider _time;
    private readonly double _speed;
    private readonly long _startedAt;
    private readonly DateTimeOffset _began;
    private readonly SimulatedSockets? _sockets;

    private DemoTime(World world, TimeProvider time, double speed, SimulatedSockets? sockets)
    {
        (_world, _time, _speed, _sockets) = (world, time, speed, sockets);
        (_startedAt, _began) = (time.GetTimestamp(), world.Timeline.Now);
    }

    /// <summary>Time goes on from now.</summary>
    /// <param name="world">Whose.</param>
    /// <param name="time">Real time.</param>
    /// <param name="speed">How many times as fast.</param>
    /// <param name="folder">Where the engines' sockets are made; null for none.</param>
    public static async Task<DemoTime> StartAsync(World world, TimeProvider time, double speed, string? folder) =>
        new(world, time, speed, folder is null ? null : await SimulatedSockets.StartAsync(world.Swarm, folder, speed, time: time));

    /// <summary>Looks at the world in the present, while nothing happens in it.</summary>
    public T Look<T>(Func<T> look)
    {
        if (_sockets is not null)
        {
            return _sockets.Do(_ => look());
        }

        var present = _began + (_time.GetElapsedTime(_startedAt) * _speed);
        WithoutContext.Do(() => _world.Timeline.RunUntil(present));
        return look();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sockets?.DisposeAsync() ?? ValueTask.CompletedTask;
}
