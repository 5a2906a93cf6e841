using System.Diagnostics;
using System.Globalization;

namespace Orcastra.Bench;

/// <summary>What Orcastra costs at rest beside 40 services and 10 anchors: its own CPU and memory, and the engine's CPU with and without it.</summary>
internal static class RestBench
{
    private const int Anchors = 10;
    private const int Services = 40;

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync(int seconds)
    {
        await using var lab = await BenchLab.StartAsync();
        for (var i = 0; i < Services; i++)
        {
            await lab.CreateAsync($"bench_s{i}");
        }

        var dependencies = string.Concat(Enumerable.Range(0, Anchors).Select(i => $"s{i}: [s{i + Anchors}, s{i + (2 * Anchors)}]\n"));
        var length = TimeSpan.FromSeconds(seconds);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        var engine = lab.EngineOf(1);
        var alone = await CpuAsync(engine, length);
        var program = lab.StartOrcastra(dependencies);
        await Task.Delay(TimeSpan.FromSeconds(90), TimeProvider.System);
        var own = CpuAsync(program.Id, length);
        var together = await CpuAsync(engine, length);
        Console.WriteLine($"at rest for {seconds} s, {Services} services, {Anchors} anchors:");
        Console.WriteLine($"  orcastra: {await own:0.00} % of a core, {Resident(program.Id):0.0} MB resident");
        Console.WriteLine($"  engine: {alone:0.00} % of a core without it, {together:0.00} % with it, {together - alone:+0.00;-0.00} points");
        await BenchLab.EndAsync(program);
        return 0;
    }

    private static async Task<double> CpuAsync(int process, TimeSpan length)
    {
        using var watched = Process.GetProcessById(process);
        var (cpu, began) = (watched.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(length, TimeProvider.System);
        watched.Refresh();
        return 100 * (watched.TotalProcessorTime - cpu) / TimeProvider.System.GetElapsedTime(began);
    }

    private static double Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
