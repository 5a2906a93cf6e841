namespace Orcastra.Tests.Architecture;

public sealed class ReferenceTests
{
    /// <summary>What would make a planner depend on something else than its arguments.</summary>
    private static readonly string[] ForbiddenInCore =
    [
        "System.IO", "System.Net.Http", "System.Net.Sockets", "System.Net.Dns", "Dns", "System.Diagnostics", "System.Threading", "System.Console", "System.Environment", "System.Random", "System.Timers",
        "Microsoft", "Serilog", "Polly", "Console", "Environment", "File", "Directory", "Random", "Guid", "Thread", "TimeProvider", "Stopwatch", "Process",
    ];

    [Theory]
    [InlineData("Orcastra.Core", "", "the domain is pure, so that a property test can drive all of it")]
    [InlineData("Orcastra.Docker", "Orcastra.Core", "the client may not know who uses it")]
    [InlineData("Orcastra.Simulator", "", "it must not share code with what it judges, or one bug cancels out on both sides")]
    public void A_project_references_only_what_the_house_allows(string project, string allowed, string why)
    {
        var path = $"src/{project}/{project}.csproj";
        if (!File.Exists(Path.Combine(SourceTree.Root, path)))
        {
            Assert.True(project == "Orcastra.Simulator", $"{path} is gone; this rule looks at nothing");
            return;
        }

        var extra = SourceTree.ReferencesOf(path).Except(allowed.Split(' ')).ToList();
        Assert.True(extra.Count == 0, $"{project} references {string.Join(", ", extra)}: {why}.");
    }

    [Fact]
    public void Core_uses_no_package()
    {
        var packages = SourceTree.PackagesOf("src/Orcastra.Core/Orcastra.Core.csproj").ToList();
        Assert.True(packages.Count == 0, $"Core uses {string.Join(", ", packages)}: the domain stands on the language alone, so that nothing outside can change a plan.");
    }

    [Fact]
    public void Core_has_no_input_output_clock_logger_or_randomness()
    {
        var files = SourceTree.Files("src/Orcastra.Core");
        Assert.NotEmpty(files);
        var offences =
            from file in files
            from name in file.DottedNames
            from forbidden in ForbiddenInCore
            where name == forbidden || name.StartsWith(forbidden + ".", StringComparison.Ordinal)
            where name != "System.Diagnostics.CodeAnalysis"
            select $"{file.Path} uses {name}";
        var found = offences.Distinct().ToList();
        Assert.True(found.Count == 0, $"Planners take the snapshot and now, nothing else: with a clock, I/O or chance in Core a failing seed no longer reproduces.\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Docker_and_the_simulator_do_not_name_rooms_they_may_not_enter()
    {
        var offences = SourceTree.Files("src")
            .Where(file => file.Path.StartsWith("src/Orcastra.Docker/", StringComparison.Ordinal) || file.Path.StartsWith("src/Orcastra.Simulator/", StringComparison.Ordinal))
            .SelectMany(file => file.Syntax.Usings.Select(directive => (file.Path, Name: directive.Name?.ToString() ?? "")))
            .Where(use => use.Name.StartsWith("Orcastra.", StringComparison.Ordinal) && !MayUse(use.Path, use.Name))
            .Select(use => $"{use.Path} uses {use.Name}")
            .ToList();
        Assert.True(offences.Count == 0, $"Nothing flows backwards: the client knows Core, the simulator knows itself.\n{string.Join('\n', offences)}");
    }

    [Fact]
    public void Every_package_has_its_line_in_ARCHITECTURE()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "ARCHITECTURE.md"));
        var packages = SourceTree.Xml("Directory.Packages.props").Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value).ToList();
        Assert.NotEmpty(packages);
        var missing = packages.Where(package => !text.Contains($"| `{package}` |", StringComparison.Ordinal)).ToList();
        Assert.True(missing.Count == 0, $"A package is a promise to follow its releases: say in ARCHITECTURE.md, Dependencies, what {string.Join(", ", missing)} is for.");
    }

    [Fact]
    public void ARCHITECTURE_names_no_package_that_is_gone()
    {
        var packages = SourceTree.Xml("Directory.Packages.props").Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value).ToHashSet();
        var section = File.ReadAllText(Path.Combine(SourceTree.Root, "ARCHITECTURE.md")).Split("## Dependencies")[1].Split("\n## ")[0];
        var gone = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).Where(name => !packages.Contains(name)).ToList();
        Assert.True(gone.Count == 0, $"ARCHITECTURE.md still explains {string.Join(", ", gone)}, which Directory.Packages.props no longer has.");
    }

    private static bool MayUse(string path, string name) => path.StartsWith("src/Orcastra.Docker/", StringComparison.Ordinal)
        ? name.StartsWith("Orcastra.Docker", StringComparison.Ordinal) || name.StartsWith("Orcastra.Core", StringComparison.Ordinal)
        : name.StartsWith("Orcastra.Simulator", StringComparison.Ordinal);
}
