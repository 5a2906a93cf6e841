using System.Globalization;
using System.Text;
using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Simulating;
using Orcastra.Simulator;
using Orcastra.Tests.Core;
using Orcastra.Tests.Simulator;

namespace Orcastra.Tests.Simulating;

/// <summary>A run with faults in it, and all that can be seen of it, in order.</summary>
internal static class Trace
{
    /// <summary>The same story for the same seed: an anchor that moves, power cuts, a leader that changes, kill -9.</summary>
    public static string Of(ulong seed)
    {
        var trace = "";
        WithoutContext.Do(() => trace = Record(seed));
        return trace;
    }

    private static string Record(ulong seed)
    {
        var text = new StringBuilder();
        using var simulation = new Simulation(new SimulationOptions { Nodes = 5, Seed = seed });
        var swarm = simulation.Swarm;
        swarm.ContainerChanged += change => text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{change.At:O} container {change.Container.Service} {change.Container.TaskId} {change.Container.Node.Name} {(change.IsStart ? "up" : $"down {change.ExitCode}")}");
        swarm.Faults.OnRequest = request =>
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{request.At:O} request {request.Number} {request.Node.Name} {request.Method} {request.Path}?{request.Query}");
            return RequestFate.Deliver;
        };
        var hooks = new InstanceHooks { OnLine = line => text.AppendLine(CultureInfo.InvariantCulture, $"{line.At:O} log {line.Node} {line.Level} {line.Runner}: {line.Text}") };
        using var first = new SimulatedInstance(swarm, simulation[1], Policy, Settings.Default, hooks);
        using var second = new SimulatedInstance(swarm, simulation[2], Policy, Settings.Default, hooks);
        Play(simulation, first, second);
        text.AppendLine(CultureInfo.InvariantCulture, $"{simulation.Timeline.Now:O} {simulation.Timeline.Steps} steps, index {swarm.RaftIndex}");
        return text.ToString();
    }

    public static Policy Policy { get; } = Given.Policy(Given.Anchor("app_db", "app_web", "app_cache"));

    private static void Play(Simulation simulation, SimulatedInstance first, SimulatedInstance second)
    {
        var faults = simulation.Swarm.Faults;
        simulation.Create("app_db", "slowstop 2", constraints: ["node.hostname != node1"]);
        simulation.Create("app_web", "slowstop 3");
        simulation.Create("app_cache");
        first.Start();
        second.Start();
        simulation.Pass(30);
        simulation.Constrain("app_db", "node.hostname == node4");
        simulation.Pass(3);
        second.Kill();
        simulation.Pass(20);
        faults.PowerCut(simulation[4]);
        simulation.Constrain("app_db", "node.hostname == node5");
        simulation.Pass(40);
        second.Start();
        faults.NextLeader();
        simulation.Pass(20);
        faults.Start(simulation[4]);
        first.Kill();
        simulation.Pass(60);
        second.Leave();
        simulation.Pass(10);
    }
}
