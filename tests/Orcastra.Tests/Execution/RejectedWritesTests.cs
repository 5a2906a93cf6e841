using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Tests.Loop;

namespace Orcastra.Tests.Execution;

/// <summary>The engine rejects one write each time; whoever else there is must not notice.</summary>
public sealed class RejectedWritesTests : IDisposable
{
    private const string Words = "invalid label";

    private readonly Rehearsal _rehearsal = new();
    private readonly List<double> _attempts = [];
    private double _now;

    public RejectedWritesTests()
    {
        _rehearsal.Policy = () => Labelling("bad");
        _rehearsal.Swarm.OnRequest = (request, _) =>
        {
            if (request != "POST /nodes/id-node-a/update")
            {
                return null;
            }

            _attempts.Add(_now);
            return Words;
        };
    }

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void It_is_tried_again_by_a_schedule_and_told_once()
    {
        _rehearsal.Run();
        Pass(400);

        Assert.InRange(_attempts.Count, 16, 18);
        Assert.Single(Lines("set-node-label node-a: zone=bad: failed"));
        Assert.Single(Lines("node-a: not done: the engine rejects label zone=bad (HTTP 500: invalid label)"));
        Assert.Empty(Lines("no longer refused"));
    }

    [Fact]
    public void Everybody_else_goes_on_at_full_pace()
    {
        _rehearsal.Run();
        Pass(100);

        _rehearsal.Policy = () => Labelling("bad") with { Nodes = [Node("node-a", "bad"), Node("node-b", "good")] };
        _rehearsal.Wake.Up("files");
        Pass(0.5);

        Assert.Contains("good", _rehearsal.Swarm.Nodes[1].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_its_owner_changes_is_tried_at_once()
    {
        _rehearsal.Run();
        Pass(100);
        _rehearsal.Swarm.OnRequest = (_, _) => null;

        _rehearsal.Policy = () => Labelling("better");
        _rehearsal.Wake.Up("files");
        Pass(0.5);
        Assert.Contains("better", _rehearsal.Swarm.Nodes[0].ToJsonString(), StringComparison.Ordinal);
        Assert.Single(Lines("node-a: no longer refused"));
    }

    [Fact]
    public void A_label_that_is_rejected_does_not_keep_others_from_its_node()
    {
        _rehearsal.Policy = () => Labelling("bad") with { Nodes = [new("node-a", "", Labels(("other", "1"), ("zone", "bad")), "nodes.yml:1:1")] };
        _rehearsal.Swarm.OnRequest = (request, body) =>
            request == "POST /nodes/id-node-a/update" && body.Contains("bad", StringComparison.Ordinal) ? Words : null;

        _rehearsal.Run();
        Pass(10);

        Assert.Contains("other", _rehearsal.Swarm.Nodes[0].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_instance_and_status_know_of_it_from_memory()
    {
        _rehearsal.Run();
        Pass(100);

        var labels = _rehearsal.Swarm.Configs[1]["Spec"]!["Labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>());
        var known = Assert.Single(MemoryLabels.Read(labels).Rejections);
        Assert.Equal("id-node-a/zone", known.Key);
        Assert.Equal($"HTTP 500: {Words}", known.Value.LastOutcome);
        Assert.Equal(_attempts.Count, known.Value.Count);
    }

    private static Policy Labelling(string zone) => new() { HasNodes = true, Nodes = [Node("node-a", zone)] };

    private static NodePolicy Node(string host, string zone) => new(host, "", Labels(("zone", zone)), "nodes.yml:1:1");

    private static ImmutableSortedDictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        labels.ToImmutableSortedDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);

    private void Pass(double seconds)
    {
        for (var step = 0; step < seconds * 10; step++, _now += 0.1)
        {
            _rehearsal.Pass(0.1);
        }
    }

    private string[] Lines(string words) => [.. _rehearsal.Story.Split('\n').Where(line => line.Contains(words, StringComparison.Ordinal))];
}
