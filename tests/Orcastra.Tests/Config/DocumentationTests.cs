using System.Text.RegularExpressions;
using Orcastra.Config;

namespace Orcastra.Tests.Config;

public sealed class DocumentationTests
{
    private static string Root { get; } = FindRoot();

    [Fact]
    public void The_sample_files_are_valid_together()
    {
        var result = ConfigFiles.Check(Settings.Default, [Path.Combine(Root, "config/nodes.yml"), Path.Combine(Root, "config/dependencies.yml")]);
        Assert.Empty(result.Errors);
        Assert.Empty(result.Notes);
        Assert.Equal((3, 4), (result.Policy!.Nodes.Length, result.Policy.Anchors.Length));
    }

    [Fact]
    public void The_sample_of_one_file_is_valid()
    {
        var result = ConfigFiles.Check(Settings.Default, [Path.Combine(Root, "config/swarm.yml.example")]);
        Assert.Empty(result.Errors);
        Assert.Equal((2, 2), (result.Policy!.Nodes.Length, result.Policy.Anchors.Length));
    }

    [Fact]
    public void Every_example_in_the_documentation_is_valid()
    {
        var examples = Regex.Matches(Page(), "```yaml\n# (?<kind>nodes|dependencies|swarm)\n(?<text>.*?)```", RegexOptions.Singleline);
        Assert.Equal(Regex.Count(Page(), "```yaml"), examples.Count);
        foreach (var (kind, text) in examples.Select(example => (example.Groups["kind"].Value, example.Groups["text"].Value)))
        {
            Texts.Good(kind == "dependencies" ? text : null, kind == "nodes" ? text : null, kind == "swarm" ? text : null);
        }
    }

    [Theory]
    [InlineData("docs/configuration.md", true)]
    [InlineData("docs/configuration.md", false)]
    [InlineData("README.md", true)]
    public void The_tables_of_variables_stand_in_the_documentation_as_they_are(string page, bool isUsed) =>
        Assert.True(
            File.ReadAllText(Path.Combine(Root, page)).Contains(EnvironmentTable.Markdown(isUsed), StringComparison.Ordinal),
            $"{page} must contain:\n{EnvironmentTable.Markdown(isUsed)}");

    [Fact]
    public void What_is_not_used_yet_stands_under_its_own_heading_alone()
    {
        var (used, later) = (Page()[..Page().IndexOf("### Accepted, not used yet", StringComparison.Ordinal)], Variables.All.Where(variable => !variable.IsUsed).ToList());
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.NotEmpty(later);
        Assert.All(later, variable => Assert.DoesNotContain($"`{variable.Name}`", used + readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_help_names_every_variable_in_use()
    {
        var help = EnvironmentTable.Text();
        Assert.All(Variables.All.Where(variable => variable.IsUsed), variable => Assert.Contains($"  {variable.Name} (", help, StringComparison.Ordinal));
    }

    private static string Page() => File.ReadAllText(Path.Combine(Root, "docs/configuration.md"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orcastra.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        }

        return folder.FullName;
    }
}
