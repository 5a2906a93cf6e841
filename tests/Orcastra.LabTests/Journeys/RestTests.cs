using System.Text;

namespace Orcastra.LabTests.Journeys;

public sealed class RestTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task A_cycle_takes_as_many_requests_with_forty_services_as_with_ten()
    {
        var ten = await RequestsPerCycleAsync(10);
        var forty = await RequestsPerCycleAsync(40);

        // Those of one cycle go out at once: whether the last ones are counted with it or with the next is chance. One for each
        // anchor would be seven more.
        Assert.True(Math.Abs(forty - ten) < 1, $"{ten} requests a cycle with ten services, {forty} with forty");
        Say($"{ten} and {forty} requests a cycle");
    }

    [Fact]
    public async Task At_rest_a_cycle_logs_nothing()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("bound").BoundTo("db"));
        var proxy = await StartProxyAsync(A);
        var process = Launch("db: [bound]", proxy.Socket, ("DEBUG", "false"), ("RELABEL_TIME", "1"));
        await ActsAsync(process);
        await CyclesAsync(proxy, 2);
        var log = process.Log;
        var writes = proxy.Writes.Count;

        await CyclesAsync(proxy, 5);

        Assert.Equal(log, process.Log);
        Assert.Equal(writes, proxy.Writes.Count);
    }

    private async Task<double> RequestsPerCycleAsync(int services)
    {
        for (var number = (await Swarm.ServicesAsync()).Count; number < services; number++)
        {
            await CreateAsync(Draft.Of($"s{number}").Replicas(0));
        }

        var file = new StringBuilder();
        for (var anchor = 0; anchor < services; anchor += 4)
        {
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"s{anchor}: [s{anchor + 1}]\n");
        }

        var proxy = await StartProxyAsync(A);
        var process = Launch(file.ToString(), proxy.Socket, ("RELABEL_TIME", "1"));
        await CyclesAsync(proxy, 3);
        var before = Counted(proxy);
        await CyclesAsync(proxy, 5);
        var after = Counted(proxy);
        await process.LeaveAsync();
        return (double)(after.All - before.All) / (after.Cycles - before.Cycles);
    }

    // Each cycle lists the nodes once. (The watch of running tasks has a tempo of its own.)
    private static (int All, int Cycles) Counted(CuttingProxy proxy)
    {
        var requests = proxy.Requests.Where(request => !request.Contains("/tasks?filters", StringComparison.Ordinal)).ToList();
        var last = requests.FindLastIndex(IsCycle);
        return (last, requests.Count(IsCycle));
    }

    private static Task CyclesAsync(CuttingProxy proxy, int count)
    {
        var until = proxy.Requests.Count(IsCycle) + count;
        return Eventually.TrueAsync($"{count} more cycles", 30, () => Task.FromResult(proxy.Requests.Count(IsCycle) >= until));
    }

    private static bool IsCycle(string request) => request.EndsWith("/nodes", StringComparison.Ordinal);
}
