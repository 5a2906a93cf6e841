using System.Collections.Immutable;
using System.Text;
using Orcastra.Config;
using Orcastra.Core.Policies;

namespace Orcastra.Tests.Config;

/// <summary>Reads files that are only texts.</summary>
internal static class Texts
{
    public static ConfigResult Load(string? dependencies = null, string? nodes = null, string? swarm = null, Settings? settings = null) =>
        LoadBytes(Bytes(dependencies), Bytes(nodes), Bytes(swarm), settings);

    public static ConfigResult LoadBytes(byte[]? dependencies, byte[]? nodes, byte[]? swarm, Settings? settings = null) =>
        ConfigFiles.Read(settings ?? Settings.Default, [new("nodes.yml", nodes, null), new("dependencies.yml", dependencies, null), new("swarm.yml", swarm, null)]);

    public static Policy Good(string? dependencies = null, string? nodes = null, string? swarm = null, Settings? settings = null)
    {
        var result = Load(dependencies, nodes, swarm, settings);
        Assert.True(result.Policy is not null, string.Join('\n', result.Errors));
        return result.Policy;
    }

    public static string[] Errors(string? dependencies = null, string? nodes = null, string? swarm = null, Settings? settings = null) =>
        [.. Load(dependencies, nodes, swarm, settings).Errors.Select(error => error.ToString())];

    /// <summary>All that a policy means, without where it was written and without the order of entries.</summary>
    public static string Meaning(Policy policy)
    {
        var anchors = policy.Anchors.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a =>
            $"{a.Stack}|{a.Name}|{string.Join(',', a.Dependents)}|{a.RestartDependents}|{string.Join(',', a.Retries.Waits)}|{a.HandOff}|{a.Bind}");
        var nodes = policy.Nodes.OrderBy(n => n.Name, StringComparer.Ordinal).Select(n =>
            $"{n.Name}|{n.Ip}|{string.Join(',', n.Labels.Select(l => $"{l.Key}={l.Value}"))}");
        var rest = policy with { Anchors = [], Nodes = [] };
        return string.Join('\n', [.. anchors, .. nodes, $"{rest.HasNodes}|{rest.HasDependencies}|{rest.Leader}|{rest.AdvertiseAddress}|{rest.PruneUnknownLabels}"]);
    }

    public static ImmutableDictionary<string, string?> Environment(params (string Name, string? Value)[] variables) =>
        variables.ToImmutableDictionary(one => one.Name, one => one.Value);

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
