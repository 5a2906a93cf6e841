using Orcastra.Tests.Architecture;
using Orcastra.Tests.Cli;

namespace Orcastra.Tests.Simulating;

public sealed class SimulateCommandTests : IDisposable
{
    private const string Story = """
        services: {git_db: {starts_on: node2}, git_web: {starts_on: node3, stop: 2s}}
        dependencies: {db: {stack: git, services: [web]}}
        steps: [{after: 8s, say: It has followed.}]
        expect: {service: git_web, EXPECTED, within: 20s}
        """;

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task It_tells_the_story_and_ends_with_0_if_what_is_expected_holds()
    {
        Assert.Equal(0, await RunAsync("beside: git_db"));

        Assert.Contains("orcastra  hand-off git_web: node3 -> node2: gate shut (git_db runs on node2:", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("swarm     git_web is up on node2", _shell.Out, StringComparison.Ordinal);
        Assert.EndsWith("good: the one expectation holds; no dependent was ever up twice\n", _shell.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /v", _shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_1_if_it_does_not_hold_and_says_how_it_is_instead()
    {
        Assert.Equal(1, await RunAsync("on: node3"));

        Assert.Contains("BROKEN    git_web on node3: not within 20 s: git_web is up on node2", _shell.Out, StringComparison.Ordinal);
        Assert.EndsWith("NOT GOOD: 1 of 1 expectation does not hold; no dependent was ever up twice\n", _shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_2_if_the_file_has_errors()
    {
        Assert.Equal(2, await RunAsync("besides: git_db"));
        Assert.Contains("s.yml:4:28: an expectation has no 'besides'; did you mean 'beside'?", _shell.Error, StringComparison.Ordinal);

        Assert.Equal(2, await _shell.RunAsync("simulate", "missing.yml"));
        Assert.Contains("missing.yml:1:1: there is no such file", _shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependent_that_was_up_twice_is_told_and_ends_it_with_1()
    {
        var file = _shell.File("s.yml", """
            services: {git_db: {starts_on: node2}, git_web: {starts_on: node2, stop: 8s}}
            dependencies: {db: {stack: git, services: [web]}}
            instances: []
            steps:
              - {move: {git_web: node3}}
              - {after: 2s, move: {git_web: node4}}
              - {after: 20s, say: The owner of git_web moved it twice, and Swarm did not wait.}
            """.Replace("moved it twice, and", "moved it twice and", StringComparison.Ordinal));

        Assert.Equal(1, await _shell.RunAsync("simulate", file));
        Assert.Contains("git_web was up on node2 and node4 at once", _shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_tells_the_same_in_every_process()
    {
        var program = Directory.EnumerateFiles(AppContext.BaseDirectory, "orcastra.dll").Single();
        var file = Path.Combine(SourceTree.Root, "config/scenarios/kill-in-the-middle.yml");

        var told = await Task.WhenAll(TellAsync(program, file), TellAsync(program, file));

        Assert.Equal(told[0], told[1]);
        Assert.Contains("GET /v1.45/tasks", told[0], StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string expected) => _shell.RunAsync("simulate", _shell.File("s.yml", Story.Replace("EXPECTED", expected, StringComparison.Ordinal)));

    private static async Task<string> TellAsync(string program, string file)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [program, "simulate", file, "--verbose"]) { RedirectStandardOutput = true })!;
        var told = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return told;
    }
}
