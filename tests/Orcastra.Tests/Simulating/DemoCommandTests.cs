using Orcastra.Simulating;
using Orcastra.Tests.Cli;

namespace Orcastra.Tests.Simulating;

public sealed class DemoCommandTests : IDisposable
{
    private const string Story = """
        name: A short one
        services: {git_db: {starts_on: node2}, git_web: {starts_on: node3, stop: 2s}}
        dependencies: {db: {stack: git, services: [web]}}
        expect: {service: git_web, EXPECTED, within: 20s}
        """;

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task In_a_pipe_it_tells_the_story_in_plain_lines()
    {
        Assert.Equal(0, await RunAsync("beside: git_db"));

        Assert.StartsWith("A short one\n5 nodes, 2 services, seed 1\n", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("swarm     git_web is up on node2", _shell.Out, StringComparison.Ordinal);
        Assert.EndsWith("good: the one expectation holds; no dependent was ever up twice\n", _shell.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", _shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_1_if_what_is_expected_does_not_hold() => Assert.Equal(1, await RunAsync("up: 3"));

    [Theory]
    [InlineData("--nodes", "3", "--nodes takes a number from 5 to 50")]
    [InlineData("--services", "3", "--services takes a number from 10 to 300")]
    [InlineData("--speed", "0", "--speed takes a number from 0.1 to 10000")]
    public async Task A_wish_that_cannot_be_is_refused(string option, string value, string message)
    {
        Assert.Equal(1, await _shell.RunAsync("demo", option, value));
        Assert.Contains(message, _shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(60, 16)]
    public void No_line_of_the_screen_is_wider_than_it_is_and_all_of_it_is_used(int columns, int rows)
    {
        using var world = new World(DemoScenario.Of(5, 10));
        var view = new LiveView(world, hasColour: false);
        WithoutContext.Do(() =>
        {
            _ = new Play(world).Begin();
            for (var seconds = 0; seconds < 120; seconds += 2)
            {
                world.Timeline.RunFor(TimeSpan.FromSeconds(2));
                var lines = view.Draw((columns, rows));
                Assert.Equal(rows, lines.Count);
                Assert.All(lines, line => Assert.True(line.Length <= columns, line));
            }
        });

        var screen = string.Join('\n', view.Draw((columns, rows)));
        Assert.Contains("◆ git_gitea_db", screen, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string expected) =>
        _shell.RunAsync("demo", "--speed", "100", "--scenario", _shell.File("s.yml", Story.Replace("EXPECTED", expected, StringComparison.Ordinal)));
}
