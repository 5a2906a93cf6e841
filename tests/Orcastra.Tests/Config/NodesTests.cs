using Orcastra.Config;

namespace Orcastra.Tests.Config;

public sealed class NodesTests
{
    [Fact]
    public void A_list_label_is_true_and_a_map_label_is_as_it_is_written()
    {
        var policy = Texts.Good(nodes: """
            nodes:
              node-a: {ip: 192.0.2.10, labels: [zfs, 1, yes]}
              node-b: {ip: "2001:db8::1", labels: {tier: gold, zfs: "true", rack: 010, os: 1.0, on: Yes}}
              node-c:
            """);
        Assert.Equal(["1=true", "yes=true", "zfs=true"], policy.Nodes[0].Labels.Select(label => $"{label.Key}={label.Value}"));
        Assert.Equal(["on=Yes", "os=1.0", "rack=010", "tier=gold", "zfs=true"], policy.Nodes[1].Labels.Select(label => $"{label.Key}={label.Value}"));
        Assert.Equal(["192.0.2.10", "2001:db8::1", ""], policy.Nodes.Select(node => node.Ip));
        Assert.Equal("nodes.yml:4:3", policy.Nodes[2].Where);
    }

    [Theory]
    [InlineData("nodes: {}", null, false)]
    [InlineData("nodes: {}", true, true)]
    [InlineData("options: {prune_unknown_labels: yes}", null, true)]
    [InlineData("options: {prune_unknown_labels: no}", true, false)]
    public void The_file_decides_about_pruning_where_it_says_something(string nodes, bool? environment, bool expected) =>
        Assert.Equal(expected, Texts.Good(nodes: nodes, settings: Settings.Default with { PruneUnknownLabels = environment ?? false }).PruneUnknownLabels);

    [Fact]
    public void A_static_label_cannot_be_an_anchors_label() =>
        Assert.StartsWith(
            "nodes.yml:1:25: label 'db' of node 'n' is the label of the anchor at dependencies.yml:1:1",
            Assert.Single(Texts.Errors("db: [web]", "nodes: {n: {labels: [a, db]}}")),
            StringComparison.Ordinal);

    [Fact]
    public void A_value_that_no_constraint_can_name_is_noted() =>
        Assert.Contains(Texts.Load(nodes: "nodes: {n: {labels: {owner: 'ops@example.org'}}}").Notes, note => note.Contains("no constraint can name the value 'ops@example.org'", StringComparison.Ordinal));

    [Fact]
    public void Two_nodes_of_one_address_are_noted() =>
        Assert.Contains(Texts.Load(nodes: "nodes: {a: {ip: 192.0.2.1}, b: {ip: 192.0.2.1}}").Notes, note => note.Contains("a, b have the same address", StringComparison.Ordinal));

    [Theory]
    [InlineData("nodes: {node-a: }\nleader: node-b", "2:9: leader 'node-b' is not one of the nodes; did you mean 'node-a'?")]
    [InlineData("node: {}", "1:1: nodes.yml has no 'node'; did you mean 'nodes'?")]
    [InlineData("nodes: [a]", "1:8: nodes must be a map, this is a list")]
    [InlineData("nodes:", "1:7: nodes must be a map, this is nothing (write {} for none)")]
    [InlineData("nodes: {a: b}", "1:12: node 'a' must be a map such as")]
    [InlineData("nodes: {a b: }", "1:9: node: 'a b' is no hostname")]
    [InlineData("nodes: {'': }", "1:9: a node without a name")]
    [InlineData("nodes: {a: {ip: 10.1}}", "1:17: ip: '10.1' is no IP address")]
    [InlineData("nodes: {a: {label: [x]}}", "1:13: node 'a' has no 'label'; did you mean 'labels'?")]
    [InlineData("nodes: {a: {labels: x}}", "1:21: labels must be a list or a map, this is a single value")]
    [InlineData("nodes: {a: {labels: }}", "1:21: labels must be a list or a map, this is nothing; write [] for none")]
    [InlineData("nodes: {a: {labels: [x=y]}}", "1:22: label 'x=y' has a '=' in its name")]
    [InlineData("nodes: {a: {labels: [x: y]}}", "1:22: a label in a list must be a name, this is a map")]
    [InlineData("nodes: {a: {labels: ['zfs ']}}", "1:22: label 'zfs ' cannot be named by a constraint")]
    [InlineData("nodes: {a: {labels: [\"zfs\\n\"]}}", "1:22: label 'zfs\n' cannot be named by a constraint")]
    [InlineData("nodes: {a: {labels: [\u212Aey]}}", "1:22: label '\u212Aey' cannot be named by a constraint")]
    [InlineData("nodes: {a: {labels: [Orcastra.x]}}", "1:22: label 'Orcastra.x': names that start with orcastra. are Orcastra's own")]
    [InlineData("nodes: {a: {labels: [null]}}", "1:22: a label without a name")]
    [InlineData("nodes: {a: {labels: {x: ''}}}", "1:25: label 'x' must have a single value that is not empty, this is empty")]
    [InlineData("nodes: {a: {labels: {x: [y]}}}", "1:25: label 'x' must have a single value that is not empty, this is a list")]
    [InlineData("nodes: {a: {role: boss}}", "1:19: role: 'boss' is not known; write auto or manager or worker")]
    [InlineData("nodes: {a: {host: root@b}}", "1:19: host: 'root@b' is no Docker host")]
    [InlineData("nodes: {a: {swarm: x}}", "1:20: swarm: 'x' is neither true nor false")]
    [InlineData("advertise_addr: 192.0.2", "1:17: advertise_addr: '192.0.2' is no address to advertise")]
    [InlineData("advertise_addr:", "1:16: advertise_addr has no value")]
    [InlineData("options: {prune: true}", "1:11: options has no 'prune'")]
    public void What_is_wrong_is_said_with_what_to_write(string text, string error) =>
        Assert.StartsWith("nodes.yml:" + error, Assert.Single(Texts.Errors(nodes: text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("192.0.2.10")]
    [InlineData("192.0.2.10:2377")]
    [InlineData("eth0")]
    [InlineData("eth0:2377")]
    [InlineData("2001:db8::1")]
    [InlineData("'[2001:db8::1]:2377'")]
    public void What_Docker_takes_as_an_address_to_advertise_is_taken(string address) =>
        Assert.Equal(address.Trim('\''), Texts.Good(nodes: $"advertise_addr: {address}").AdvertiseAddress);
}
