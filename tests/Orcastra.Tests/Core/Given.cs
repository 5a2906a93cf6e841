using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>The nouns of the tests: a node, a service, an anchor, each with what nobody cares about filled in.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly ImmutableSortedDictionary<string, string> NoLabels =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static Node Node(string name, params ReadOnlySpan<string> labels) => new(
        "id-" + name, 1, name, "192.0.2.1", NodeState.Ready, Availability.Active, "manager", false,
        Labels(labels), NoLabels, new("linux", "x86_64"), new(4_000_000_000, 4L << 30, ImmutableDictionary<string, long>.Empty), []);

    public static ServiceSpec Spec(string name, params ReadOnlySpan<string> constraints) => new(
        name, NoLabels, ServiceMode.Replicated, 1, [.. constraints], 0, [], Resources.None, [], [], [],
        TimeSpan.FromSeconds(10), new(RestartCondition.Any, 0, TimeSpan.FromSeconds(5)), new(1, false, TimeSpan.FromSeconds(5)), 0, "hash");

    public static ServiceSpec Labelled(this ServiceSpec spec, string key, string value) => spec with { Labels = spec.Labels.SetItem(key, value) };

    public static ServiceSpec Reserving(this ServiceSpec spec, long mebibytes) =>
        spec with { Reservations = new(0, mebibytes << 20, ImmutableDictionary<string, long>.Empty) };

    public static ServiceSpec Mounting(this ServiceSpec spec, string type, string source) =>
        spec with { Mounts = [new(type, source, "/data", false, "", ImmutableDictionary<string, string>.Empty)] };

    public static AnchorPolicy Anchor(string name, params ReadOnlySpan<string> dependents) =>
        new(name, "", [.. dependents], false, RetrySchedule.Default, HandOffMode.Ordered, false, "dependencies.yml:1:1");

    public static Policy Policy(params ReadOnlySpan<AnchorPolicy> anchors) => new() { Anchors = [.. anchors], HasDependencies = true };

    public static Policy WithNode(this Policy policy, string name, params ReadOnlySpan<string> labels) => policy with
    {
        HasNodes = true,
        Nodes = policy.Nodes.Add(new(name, "", Labels(labels), $"nodes.yml:{policy.Nodes.Length + 1}:3")),
    };

    public static Service Service(ServiceSpec spec, ulong version = 1) => new(IdOf(spec.Name), version, spec, null, UpdateState.None, "");

    /// <summary>As Swarm's IDs, ours differ within their first eight characters.</summary>
    public static string IdOf(string service) =>
        (Math.Abs(StringComparer.Ordinal.Equals(service, "") ? 0 : Stable(service)).ToString("x8", CultureInfo.InvariantCulture) + service).ToLowerInvariant();

    public static SwarmTask Task(string id, Service service, int slot, string node, TaskState state = TaskState.Running, TaskState desired = TaskState.Running) =>
        new(id, service.Id, slot, node.Length > 0 ? "id-" + node : "", state, desired, Noon, Noon, service.Spec.Constraints, "");

    private static ImmutableSortedDictionary<string, string> Labels(ReadOnlySpan<string> labels)
    {
        var all = NoLabels;
        foreach (var label in labels)
        {
            var at = label.IndexOf('=', StringComparison.Ordinal);
            all = at < 0 ? all.SetItem(label, "true") : all.SetItem(label[..at], label[(at + 1)..]);
        }

        return all;
    }

    private static int Stable(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter) & 0x7fffffff);
}
