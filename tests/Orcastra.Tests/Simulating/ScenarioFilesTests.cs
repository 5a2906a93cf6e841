using System.Text.RegularExpressions;
using Orcastra.Config;
using Orcastra.Simulating;
using Orcastra.Tests.Architecture;

namespace Orcastra.Tests.Simulating;

public sealed class ScenarioFilesTests
{
    public static TheoryData<string> Samples() => [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "config/scenarios"), "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Each_sample_ends_well(string file) => EndsWell(ScenarioReader.Read(FileContent.Read(Path.Combine(SourceTree.Root, "config/scenarios", file))));

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_documentation_names_each_sample(string file) => Assert.Contains($"(../config/scenarios/{file})", Page(), StringComparison.Ordinal);

    [Fact]
    public void Each_example_in_the_documentation_ends_well()
    {
        var examples = Regex.Matches(Page(), "```yaml\n# scenario\n(?<text>.*?)```", RegexOptions.Singleline);
        Assert.Equal((2, Regex.Count(Page(), "```yaml")), (examples.Count, examples.Count));
        foreach (Match example in examples)
        {
            EndsWell(ScenarioReader.Read("docs/scenarios.md", example.Groups["text"].Value));
        }
    }

    [Fact]
    public void The_demo_that_is_built_in_is_the_sample() =>
        Assert.Equal(File.ReadAllText(Path.Combine(SourceTree.Root, "config/scenarios/demo.yml")), DemoScenario.Text());

    [Theory]
    [InlineData(5, 11)]
    [InlineData(12, 40)]
    public void The_demo_ends_well_in_a_larger_Swarm_too(int nodes, int services) => EndsWell(new(DemoScenario.Of(nodes, services), []));

    private static string Page() => File.ReadAllText(Path.Combine(SourceTree.Root, "docs/scenarios.md"));

    private static void EndsWell(ScenarioResult read)
    {
        Assert.Empty(read.Errors);
        using var world = new World(read.Scenario!);
        var told = new StringWriter();
        world.Story.Told += new StoryText(told, hasColour: false, isVerbose: false).Tell;
        var verdict = Play.Through(world);
        Assert.True(verdict.IsGood, $"{verdict.Words}\n{told}");
        Assert.Equal(0, world.Timeline.Strays);
    }
}
