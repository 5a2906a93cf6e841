using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Orcastra.Simulator;

/// <summary>
/// A simulated Swarm for programs of their own, such as <c>docker</c>: each machine's engine at a unix socket, in real time or
/// faster.
/// </summary>
public sealed class SimulatedSockets : IAsyncDisposable
{
    private readonly SimulatedSwarm _swarm;
    private readonly RealPump _pump;
    private readonly List<WebApplication> _engines = [];
    private readonly string _folder;

    private SimulatedSockets(SimulatedSwarm swarm, string folder, double speed, TimeProvider time) =>
        (_swarm, _folder, _pump) = (swarm, folder, new(swarm.Timeline, time, speed));

    /// <summary>Opens the sockets and lets time go on.</summary>
    /// <param name="swarm">The Swarm; from now on touched through <see cref="Do{T}"/> only.</param>
    /// <param name="folder">Where <c>node1/docker.sock</c> and so on are made.</param>
    /// <param name="speed">How many times as fast as real time.</param>
    /// <param name="firstPort">If given, the engines listen at this and the following ports of the loopback address, too.</param>
    /// <param name="time">The real clock.</param>
    public static async Task<SimulatedSockets> StartAsync(
        SimulatedSwarm swarm, string folder, double speed = 1, int? firstPort = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(swarm);
        var sockets = new SimulatedSockets(swarm, folder, speed, time ?? TimeProvider.System);
        foreach (var node in swarm.Nodes)
        {
            var engine = sockets.Engine(node, firstPort + node.Number - 1);
            sockets._engines.Add(engine);
            await engine.StartAsync().ConfigureAwait(false);
        }

        return sockets;
    }

    /// <summary>The path of a machine's socket.</summary>
    public string SocketOf(SimulatedNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"node{node.Number}"), "docker.sock");
    }

    /// <summary>Looks at the Swarm, or makes something go wrong in it, while nothing else happens.</summary>
    public T Do<T>(Func<SimulatedSwarm, T> action) => _pump.Do(() => action(_swarm));

    /// <inheritdoc cref="Do{T}"/>
    public void Do(Action<SimulatedSwarm> action) => _pump.Do(() =>
    {
        action(_swarm);
        return true;
    });

    /// <summary>Closes the sockets; time stands still again.</summary>
    public async ValueTask DisposeAsync()
    {
        Do(swarm =>
        {
            foreach (var node in swarm.Nodes)
            {
                swarm.Faults.BreakStreams(node);
            }
        });
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync().ConfigureAwait(false);
        }

        _pump.Dispose();
    }

    private WebApplication Engine(SimulatedNode node, int? port)
    {
        var socket = SocketOf(node);
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        File.Delete(socket);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            options.ListenUnixSocket(socket);
            if (port is { } number)
            {
                options.ListenLocalhost(number);
            }
        });
        builder.Services.AddRouting();
        var engine = builder.Build();
        var conversation = new Conversation(_swarm, node, _pump);
        engine.Run(conversation.AnswerAsync);
        return engine;
    }
}
