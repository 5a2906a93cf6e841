using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orcastra.LabTests.Journeys;

[Collection(SecondLabTests.Name)]
public sealed class CommandTests(Lab lab) : LabTest(lab)
{
    private const string Dependencies = "db: [web]";
    private const int MostWrites = 30;

    // Every third write is cut, before and after its effect in turn: each takes its time on real engines, and the fault tests
    // cut at every request.
    [Fact]
    public async Task A_command_is_neither_lost_nor_done_twice_at_whichever_write_its_instance_is_killed()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Draft.Of("web").BoundTo("db").Update("Monitor", 200_000_000));
        var proxy = await StartProxyAsync(A);
        var acting = await StartAsync(proxy);
        var cuts = 0;
        for (var write = 1; ; write += 3)
        {
            Assert.True(write < MostWrites, $"a command takes more than {MostWrites} writes:\n{string.Join('\n', proxy.Writes)}");
            var before = await CounterAsync();
            var known = Results().Count;
            proxy.CutAt(write, write % 2 == 1 ? Cut.Before : Cut.After, acting.Kill);
            await File.AppendAllTextAsync(CommandFile, "- restart_service:web # asked for\n- noop\n", TestContext.Current.CancellationToken);
            await Eventually.TrueAsync("the cut, or the end of both commands", 60, () => Task.FromResult(proxy.HasCut || Results().Count == known + 2));
            proxy.Disarm();
            var hasCut = proxy.HasCut;
            if (hasCut)
            {
                cuts++;
                acting = await StartAsync(proxy);
                await Eventually.TrueAsync("both commands to end", 60, () => Task.FromResult(Results().Count == known + 2));
            }

            Assert.Equal(["done", "done"], Results()[known..]);
            Assert.Equal(before + 1, await CounterAsync());
            await Eventually.TrueAsync("the file to be empty", 10, async () => string.IsNullOrWhiteSpace(await File.ReadAllTextAsync(CommandFile)));
            await PeaceAsync();
            if (!hasCut)
            {
                Say($"{cuts} writes cut");
                Assert.True(cuts > 3, $"only {cuts} writes were cut");
                return;
            }
        }
    }

    private async Task<OrcastraProcess> StartAsync(CuttingProxy proxy)
    {
        var process = Launch(Dependencies, proxy.Socket, ("ORCASTRA_DWELL", "0"));
        await ActsAsync(process);
        return process;
    }

    private List<string> Results() => File.Exists(CommandFile + ".results.yml")
        ? [.. Regex.Matches(File.ReadAllText(CommandFile + ".results.yml"), "^  outcome: \"?(?<outcome>[a-z]+)", RegexOptions.Multiline).Select(match => match.Groups["outcome"].Value)]
        : [];

    private async Task<long> CounterAsync() =>
        JsonNode.Parse(await Swarm.SpecAsync("web"))!["TaskTemplate"]!["ForceUpdate"]?.GetValue<long>() ?? 0;
}
