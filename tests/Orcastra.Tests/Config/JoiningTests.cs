using Orcastra.Config;

namespace Orcastra.Tests.Config;

public sealed class JoiningTests
{
    private const string Both = """
        leader: node-a
        nodes: {node-a: {ip: 192.0.2.1}, node-b: {ip: 192.0.2.2}}
        options: {prune_unknown_labels: true}
        dependencies: {db: [web], cache: [app]}
        """;

    [Fact]
    public void One_file_can_hold_everything()
    {
        var policy = Texts.Good(swarm: Both);
        Assert.Equal((2, 2, "node-a", true), (policy.Nodes.Length, policy.Anchors.Length, policy.Leader, policy.PruneUnknownLabels));
        Assert.True(policy is { HasNodes: true, HasDependencies: true });
    }

    [Fact]
    public void The_single_files_win_entry_by_entry_and_it_is_said()
    {
        var result = Texts.Load("db: [api]", "nodes: {node-b: {ip: 192.0.2.9}}\noptions: {prune_unknown_labels: no}", Both);
        var policy = result.Policy!;
        Assert.Equal(["api", "app"], policy.Anchors.SelectMany(anchor => anchor.Dependents));
        Assert.Equal(["node-a 192.0.2.1", "node-b 192.0.2.9"], policy.Nodes.Select(node => $"{node.Name} {node.Ip}").Order());
        Assert.False(policy.PruneUnknownLabels);
        Assert.Equal(
            [
                "swarm.yml:2:34: node 'node-b' is not used, nodes.yml:1:9 wins",
                "swarm.yml:3:33: options.prune_unknown_labels is not used, nodes.yml:2:33 wins",
                "swarm.yml:4:16: anchor 'db' is not used, dependencies.yml:1:1 wins",
            ],
            result.Notes);
    }

    [Fact]
    public void A_leader_may_be_a_node_of_the_other_file() => Assert.Equal("node-b", Texts.Good(nodes: "leader: node-b", swarm: Both).Leader);

    [Fact]
    public void What_is_off_for_want_of_a_file_is_said() =>
        Assert.Equal(
            [
                "no nodes are declared (nodes.yml, swarm.yml): static labels are off",
                "no dependencies are declared (dependencies.yml, swarm.yml): only services with the label orcastra.anchor follow an anchor",
            ],
            Texts.Load().Notes);

    [Fact]
    public void Files_to_check_are_told_apart_by_name_or_by_what_they_hold()
    {
        using var folder = new TemporaryFolder();
        var nodes = folder.Write("one.yml", "nodes: {n: {labels: [db]}}\n");
        var dependencies = folder.Write("two.yml", "db: [web]\n");
        var swarm = folder.Write("three.yml", "dependencies: {db: [web]}\n");
        Assert.Contains("is the label of the anchor at", Assert.Single(ConfigFiles.Check(Settings.Default, [nodes, dependencies]).Errors).Message, StringComparison.Ordinal);
        Assert.Single(ConfigFiles.Check(Settings.Default, [swarm]).Policy!.Anchors);
        Assert.Equal("there is no such file", Assert.Single(ConfigFiles.Check(Settings.Default, [swarm + "x"]).Errors).Message);
        Assert.Contains("has no 'node'", Assert.Single(ConfigFiles.Check(Settings.Default, [folder.Write("nodes-new.yaml", "node: {}")]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_a_folder_is_an_error_and_no_absence()
    {
        using var folder = new TemporaryFolder();
        var result = ConfigFiles.Load(Settings.Default with { NodesFile = folder.Path, DependenciesFile = folder.Path + "/none", SwarmFile = folder.Path + "/none" });
        Assert.Contains("cannot be read", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }
}
