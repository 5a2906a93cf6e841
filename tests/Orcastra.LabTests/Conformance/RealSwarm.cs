using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Conformance;

/// <summary>The lab as behaviours see it.</summary>
internal sealed class RealSwarm(Lab lab, Watcher watcher) : ISwarmUnderTest
{
    public TimeProvider Time => TimeProvider.System;

    public string Engine => Lab.Engine;

    public IReadOnlyList<Machine> Nodes => lab.Nodes;

    public Watcher Watcher => watcher;

    public Task PowerCutAsync(Machine node) => lab.PowerCutAsync((LabNode)node);

    public Task StartAsync(Machine node) => lab.StartAsync((LabNode)node);

    public Task CutAsync(Machine node) => lab.PullCableAsync((LabNode)node);

    public Task HealAsync(Machine node) => lab.HealAsync((LabNode)node);

    public Draft CrashingOn(Draft draft, params IReadOnlyList<Machine> nodes) => draft.Edit(spec =>
    {
        var container = spec["TaskTemplate"]!["ContainerSpec"]!;
        container["Hostname"] = "{{.Node.Hostname}}";
        container["Args"] = new JsonArray("sh", "-c", $"case $(hostname) in {string.Join('|', nodes)}) exit 7;; esac; exec serve");
    });
}
