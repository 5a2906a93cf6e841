using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Policies;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Makes random services, anchors and those that follow them, chains among them, and the policy that says so.</summary>
internal static class ServiceGenerator
{
    private const int MostGroups = 3;

    /// <summary>Makes services and their policy.</summary>
    public static (ImmutableArray<PlannedService> Services, Policy Policy) Make(Dice dice, int nodes)
    {
        var services = ImmutableArray.CreateBuilder<PlannedService>();
        var anchors = ImmutableArray.CreateBuilder<AnchorPolicy>();
        var groups = 1 + dice.Below(MostGroups);
        for (var group = 1; group <= groups; group++)
        {
            AddGroup(dice, group, services, anchors);
        }

        if (dice.Chance(0.2))
        {
            services.Add(new PlannedService { Name = "stranger", Constraints = [$"node.labels.{anchors[0].Name} == true"], RestartDelaySeconds = 5 });
        }

        return (services.ToImmutable(), PolicyOf(dice, anchors.ToImmutable(), nodes));
    }

    private static void AddGroup(Dice dice, int group, ImmutableArray<PlannedService>.Builder services, ImmutableArray<AnchorPolicy>.Builder anchors)
    {
        // A chain: the anchor of this group follows that of an earlier one.
        var name = anchors.Count > 0 && dice.Chance(0.3) ? anchors[^1].Dependents[0] : Invariant($"db{group}");
        if (anchors.Any(entry => entry.Name == name) || services.Any(service => service.Name == name && service.IsGlobal))
        {
            name = Invariant($"db{group}");
        }

        if (services.All(service => service.Name != name))
        {
            services.Add(Anchor(dice, name));
        }

        var count = 1 + dice.Below(3);
        var bind = dice.Chance(0.3);
        var dependents = Enumerable.Range(0, count).Select(index => Dependent(dice, Invariant($"web{group}{(char)('a' + index)}"), name, group, bind)).ToList();
        services.AddRange(dependents);
        anchors.Add(new(
            name,
            "",
            [.. dependents.Select(dependent => dependent.Name)],
            RestartDependents: dice.Chance(0.4),
            dice.Chance(0.3) ? RetrySchedule.Default : RetrySchedule.OfSeconds(2, 5, 10),
            HandOffMode.Ordered,
            bind,
            Invariant($"dependencies.yml:{group}:1")));
    }

    private static PlannedService Anchor(Dice dice, string name) => Restarting(dice, new PlannedService
    {
        Name = name,
        Replicas = dice.Chance(0.15) ? 2 : 1,
        StopSeconds = dice.Chance(0.3) ? dice.Below(8) : 0.05,
        StartSeconds = dice.Chance(0.2) ? 1 + dice.Below(5) : 0.15,
        StartsFirst = dice.Chance(0.1),
    });

    private static PlannedService Dependent(Dice dice, string name, string anchor, int group, bool bind)
    {
        var isBound = dice.Chance(0.4);
        var isLong = dice.Chance(0.08);
        var service = new PlannedService
        {
            Name = name,
            Replicas = dice.Below(100) switch { < 75 => 1, < 92 => 2, _ => 3 },
            IsGlobal = (isBound || bind) && dice.Chance(0.1),
            Constraints = isBound ? [$"node.labels.{anchor} == true"] : [],
            GraceSeconds = isLong ? 30 + dice.Below(61) : dice.Chance(0.2) ? 1 + dice.Below(20) : 10,
            StopSeconds = isLong ? 20 + dice.Below(75) : dice.Chance(0.4) ? dice.Below(10) : 0.05,
            StartSeconds = dice.Chance(0.2) ? dice.Below(6) : 0.15,
            Parallelism = dice.Chance(0.4) ? 0 : 1 + dice.Below(2),
            StartsFirst = dice.Chance(0.08),
            MonitorSeconds = dice.Chance(0.4) ? 1 + dice.Below(4) : 5,
            OnFailure = dice.Below(3) switch { 0 => "continue", 1 => "rollback", _ => "pause" },
            HostPort = dice.Chance(0.1) ? 8000 + (10 * group) + name[^1] - 'a' : 0,
            Reservation = dice.Chance(0.15) ? 2000 + dice.Below(3000) : 0,
            Volume = dice.Chance(0.08) ? "data" : "",
        };
        return Restarting(dice, dice.Chance(0.5) ? service : service with { Labels = service.Labels.Add("orcastra.restart", dice.Chance(0.5) ? "true" : "false") });
    }

    private static PlannedService Restarting(Dice dice, PlannedService service) => service with
    {
        Restart = dice.Below(100) switch { < 85 => "any", < 95 => "on-failure", _ => "none" },
        MaxAttempts = dice.Chance(0.15) ? 1 + dice.Below(2) : 0,
        RestartDelaySeconds = dice.Chance(0.5) ? 5 : 1 + dice.Below(3),
    };

    private static Policy PolicyOf(Dice dice, ImmutableArray<AnchorPolicy> anchors, int nodes) => new()
    {
        HasDependencies = true,
        Anchors = anchors,
        MaxParallelGroups = dice.Chance(0.3) ? 1 : 4,
        Dwell = TimeSpan.FromSeconds(dice.Below(3) switch { 0 => 30, 1 => 5, _ => 0 }),
        MaxMismatch = TimeSpan.FromSeconds(dice.Chance(0.1) ? 600 : 40),
        HasNodes = dice.Chance(0.2),
        Nodes = [new(Invariant($"node{1 + dice.Below(nodes)}"), "", ImmutableSortedDictionary<string, string>.Empty.Add("disk", "ssd"), "nodes.yml:1:1")],
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
