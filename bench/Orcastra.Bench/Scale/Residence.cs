using System.Diagnostics;
using System.Globalization;
using Orcastra.Docker;

namespace Orcastra.Bench.Scale;

/// <summary>
/// How much of a process is resident that holds a Swarm: one of its own, that does some cycles and reads the answers from
/// files, so that they do not count.
/// </summary>
internal static class Residence
{
    private const int Cycles = 10;

    /// <summary>Starts the process and takes its word.</summary>
    /// <returns>Megabytes.</returns>
    public static double Measure(Size size)
    {
        var folder = Directory.CreateTempSubdirectory("orcastra-scale-").FullName;
        try
        {
            var json = new EngineJson(size, strays: false);
            File.WriteAllBytes(Path.Combine(folder, "nodes"), json.Nodes());
            File.WriteAllBytes(Path.Combine(folder, "services"), json.Services());
            File.WriteAllBytes(Path.Combine(folder, "tasks"), json.Tasks(runningOnly: false));
            File.WriteAllBytes(Path.Combine(folder, "tasks?running"), json.Tasks(runningOnly: true));
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            foreach (var argument in (ReadOnlySpan<string>)["scale-hold", folder, size.Nodes.ToString(CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return double.Parse(answer, CultureInfo.InvariantCulture);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Does some cycles over the files of a folder, with the watch's looks between them, and prints what is resident at most.</summary>
    public static async Task<int> HoldAsync(string folder, int nodes)
    {
        var engine = new ServedEngine();
        foreach (var list in (string[])["nodes", "services", "tasks", "tasks?running"])
        {
            engine.Serve("/" + list, () => File.OpenRead(Path.Combine(folder, list)));
        }

        var policy = Stage.PolicyFor(new(nodes));
        await using var stage = new Stage(engine);
        var watched = new EarlierAnswer<RunningTask>();
        var most = 0.0;
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            await stage.Pass.RunAsync(() => policy, isDry: false, default);
            most = Math.Max(most, Resident());
            await stage.Docker.Tasks.ListRunningAsync(watched, default);
            most = Math.Max(most, Resident());
        }

        Console.WriteLine(most.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static double Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1e6;
    }
}
