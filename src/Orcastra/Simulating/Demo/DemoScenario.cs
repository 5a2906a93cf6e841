using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Orcastra.Core.Policies;

namespace Orcastra.Simulating;

/// <summary>The story that <c>orcastra demo</c> tells when it is not given one.</summary>
internal static class DemoScenario
{
    /// <summary>As many nodes and services as the story itself has, at the least.</summary>
    public const int LeastNodes = 5;

    /// <summary>More are not to be shown on a screen.</summary>
    public const int MostNodes = 50;

    /// <summary>More say nothing more.</summary>
    public const int MostServices = 300;

    private static readonly Lazy<Scenario> Story = new(Read);

    /// <summary>How many services the story itself has.</summary>
    public static int LeastServices => Story.Value.Services.Length;

    /// <summary>The text of the scenario, as it stands under <c>config/scenarios</c>.</summary>
    public static string Text()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("demo.yml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The story in a larger Swarm: the further services are databases, each with an app that follows it.</summary>
    public static Scenario Of(int nodes, int services)
    {
        var scenario = Story.Value;
        var more = Enumerable.Range(1, Math.Max(0, services - scenario.Services.Length)).Select(Further).ToList();
        var dependents = more.Where(service => service.Name.Contains("_app", StringComparison.Ordinal)).Select(service => service.Name).ToHashSet();
        var anchors = more.Select(service => service.Name).Where(name => name.Contains("_db", StringComparison.Ordinal)).Select(name => AnchorOf(name, dependents));
        return scenario with
        {
            Name = nodes == LeastNodes ? scenario.Name : string.Create(CultureInfo.InvariantCulture, $"Orcastra in a Swarm of {nodes} nodes"),
            Nodes = ScenarioNode.Numbered(nodes),
            Services = [.. scenario.Services, .. more],
            Policy = scenario.Policy with { Anchors = [.. scenario.Policy.Anchors, .. anchors] },
        };
    }

    private static Scenario Read()
    {
        var (scenario, errors) = ScenarioReader.Read("demo.yml", Text());
        return scenario ?? throw new InvalidOperationException(string.Join('\n', errors));
    }

    private static ScenarioService Further(int number)
    {
        var shop = (number + 1) / 2;
        var name = string.Create(CultureInfo.InvariantCulture, $"shop{shop}_{(number % 2 == 1 ? "db" : "app")}{shop}");
        return new() { Name = name, Stop = TimeSpan.FromSeconds(1 + (number % 3)), Memory = (100L + (number * 37 % 400)) << 20 };
    }

    private static AnchorPolicy AnchorOf(string name, HashSet<string> dependents)
    {
        var (stack, plain) = (name[..name.IndexOf('_', StringComparison.Ordinal)], name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..]);
        var app = plain.Replace("db", "app", StringComparison.Ordinal);
        ImmutableArray<string> follows = dependents.Contains($"{stack}_{app}") ? [app] : [];
        return new(plain, stack, follows, RestartDependents: true, RetrySchedule.Default, HandOffMode.Ordered, Bind: false, "demo");
    }
}
