using Orcastra.Simulating;

namespace Orcastra.Tests.Simulating;

public sealed class ScenarioReaderTests
{
    private const string Good = "services: {git_db: {}, git_web: {}}\n";

    [Fact]
    public void Every_error_is_told_at_once_and_where_it_stands()
    {
        const string Text = """
            nodes: 3
            services:
              git_db: {stopp: 2s, memory: lots}
              git_web: {starts_on: node4, constraints: [nonsense]}
            dependencies:
              db: {stack: git, services: [webb]}
            settings: {ORCASTRA_DWEL: 3, RELABEL_TIME: never}
            instances: [node9]
            steps:
              - {at: 10s, power_cutt: node1}
              - {at: 5s, power_cut: node1, heal: node2}
              - {after: soon, move: {git_dbb: node2}}
              - drain
            expect:
              - {service: git_web, beside: git_bd}
              - {service: git_web}
              - {within: 3s}
            """;

        Assert.Equal(
            [
                "s.yml:3:12: service 'git_db' has no 'stopp'; did you mean 'stop'?",
                "s.yml:3:31: memory: 'lots' is no amount of memory; write e.g. 512MiB or 2GiB",
                "s.yml:4:24: starts_on: there is no node 'node4'; did you mean 'node1'?",
                "s.yml:4:45: 'nonsense' is no constraint; write e.g. node.labels.zfs == true",
                "s.yml:6:31: there is no service 'git_webb'; did you mean 'git_web'?",
                "s.yml:7:12: ORCASTRA_DWEL is no variable of Orcastra; did you mean 'ORCASTRA_DWELL'?",
                "s.yml:7:44: RELABEL_TIME: 'never' is no number of seconds; write e.g. 60 (greater than 0, at most 4000000)",
                "s.yml:8:13: instances: there is no node 'node9'; did you mean 'node1'?",
                "s.yml:10:15: a step has no 'power_cutt'; did you mean 'power_cut'?",
                "s.yml:11:10: this is before the step above it, which is at 10 s; steps stand in the order they happen",
                "s.yml:11:32: this step does power_cut and heal; make a step of each",
                "s.yml:12:13: after: 'soon' is no time; write e.g. 500ms, 30s or 2m",
                "s.yml:12:26: move: there is no service 'git_dbb'; did you mean 'git_db'?",
                "s.yml:13:5: a step is a map, this is a single value; write e.g. {at: 30s, power_cut: node2}",
                "s.yml:15:32: beside: there is no service 'git_bd'; did you mean 'git_db'?",
                "s.yml:16:5: of a service one of on, beside, up and never is expected, here none is; write e.g. {service: git_gitea, beside: git_gitea_db, within: 30s}",
                "s.yml:17:5: this expects nothing; write e.g. {service: git_gitea, beside: git_gitea_db, within: 30s}",
            ],
            Errors(Text));
    }

    [Theory]
    [InlineData("", "s.yml:1:1: a scenario must be a map at its top, this is nothing")]
    [InlineData("nodes: 3", "s.yml:1:1: a scenario needs services; write e.g. services: {git_gitea_db: {}, git_gitea: {}}")]
    [InlineData(Good + "nodes: 0", "s.yml:2:8: nodes: '0' is no whole number from 1 to 200")]
    [InlineData(Good + "nodes: {a: {role: worker}}", "s.yml:2:8: none of the nodes is a manager; a Swarm needs one")]
    [InlineData(Good + "steps: [{at: 3s}]", "s.yml:2:9: this step does nothing; write e.g. {at: 30s, power_cut: node2}")]
    [InlineData(Good + "steps: [{api: {fails: never, for: 3s}}]", "s.yml:2:23: fails: 'never' is not known; write refused or error or timeout or lost or slow")]
    [InlineData(Good + "steps: [{power_cut: beside git_bd}]", "s.yml:2:21: power_cut: there is no service 'git_bd'; did you mean 'git_db'?")]
    [InlineData(Good + "steps: [{fill_memory: {git_db: 3GiB}}]", "s.yml:2:32: fill_memory of a service must be a map, this is a single value; write e.g. {to: 6GiB, over: 20s}")]
    [InlineData(Good + "expect: [{label: x}]", "s.yml:2:10: a label is expected on a node; write e.g. {label: gitea_db, on: node2} or {label: tier=gold, on: node2}")]
    [InlineData(Good + "expect: [{traces: some}]", "s.yml:2:19: traces: 'some' is not known; write none")]
    [InlineData(Good + "dependencies: {db: {stack: git, services: [db]}}", "s.yml:2:44: 'git_db' cannot follow itself; remove it here")]
    public void An_error_is_told_where_it_stands(string text, string error) => Assert.Equal([error], Errors(text));

    [Fact]
    public void What_is_deployed_changes_what_was_there_before()
    {
        var scenario = Read(Good + "steps: [{deploy: {git_db: {stop: 2s}}}, {deploy: {git_db: {image: 'db:2'}, git_new: {}}}]");

        var deployed = scenario.Steps.Select(step => (Deploy)step.Deed).ToList();
        Assert.Equal((TimeSpan.FromSeconds(2), "db:2", false), (deployed[1].Service.Stop, deployed[1].Service.Image, deployed[1].IsNew));
        Assert.True(deployed[2].IsNew);
    }

    [Fact]
    public void Nodes_may_have_names_memory_roles_and_labels()
    {
        var nodes = Read(Good + "nodes: {small: {memory: 1.5GiB, role: worker, labels: [zfs]}, big: {role: manager}}").Nodes;

        Assert.Equal(["big", "small"], nodes.Select(node => node.Name));
        Assert.Equal((1536L << 20, false, "true"), (nodes[1].MemoryBytes, nodes[1].IsManager, nodes[1].Labels["zfs"]));
    }

    private static Scenario Read(string text)
    {
        var (scenario, errors) = ScenarioReader.Read("s.yml", text);
        Assert.Empty(errors);
        return scenario!;
    }

    private static IEnumerable<string> Errors(string text) => ScenarioReader.Read("s.yml", text).Errors.Select(error => error.ToString());
}
