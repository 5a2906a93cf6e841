namespace Orcastra.LabTests.Traps;

[Collection(SecondLabTests.Name)]
public sealed class StackTests(Lab lab) : LabTest(lab)
{
    private const string Dependencies = "db: {stack: shop, services: [app]}";

    [Fact]
    public async Task The_same_stack_deployed_in_the_middle_strips_the_gate_and_all_is_in_place_in_the_end()
    {
        await DeployAndMoveAsync();

        Watcher.Note("the same file is deployed again");
        await DeployAsync("1", B);

        await RunsOnAsync(B, 60, "shop_db", "shop_app");
        await PeaceAsync();
    }

    [Fact]
    public async Task A_changed_stack_deployed_in_the_middle_wins_and_runs_beside_the_anchor()
    {
        await DeployAndMoveAsync();

        Watcher.Note("a changed file is deployed");
        await DeployAsync("2", B);

        await RunsOnAsync(B, 60, "shop_db", "shop_app");
        await PeaceAsync();
        Assert.Contains("CHANGE=2", await Swarm.SpecAsync("shop_app"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task A_stack_that_moves_its_anchor_has_its_dependent_follow_and_never_up_twice()
    {
        await DeployAsync("1", A);
        await RunsOnAsync(A, 20, "shop_db", "shop_app");
        await StartOrcastraAsync(Dependencies);

        await DeployAsync("1", B);

        await RunsOnAsync(B, 40, "shop_db", "shop_app");
        await PeaceAsync();
        Watcher.AssertNeverTwice("shop_app");
    }

    private async Task DeployAndMoveAsync()
    {
        await DeployAsync("1", A);
        await RunsOnAsync(A, 20, "shop_db", "shop_app");
        await StartOrcastraAsync(Dependencies);
        await DeployAsync("1", B);
        await Eventually.TrueAsync("the gate to be shut", 20, async () => (await Swarm.SpecAsync("shop_app")).Contains("orcastra.gate", StringComparison.Ordinal));
    }

    private async Task DeployAsync(string change, LabNode anchor)
    {
        await Swarm.SetLabelAsync(A, "home");
        var file = WriteFile("stack.yml", $$$"""
            version: "3.8"
            services:
              db:
                image: lab:1
                networks: [outside]
                deploy: {endpoint_mode: dnsrr, placement: {constraints: ["node.hostname == {{{anchor}}}"]}}
              app:
                image: lab:1
                command: slowstop 3
                networks: [outside]
                environment: {CHANGE: "{{{change}}}"}
                deploy:
                  endpoint_mode: dnsrr
                  update_config: {monitor: 1s}
                  placement: {constraints: ["node.labels.db == true"]}
            networks: {outside: {external: true, name: host}}
            """);
        if (!(await Swarm.LabelsOfAsync(A)).Contains("db=true") && !(await Swarm.LabelsOfAsync(B)).Contains("db=true"))
        {
            await Swarm.SetLabelAsync(A, "db");
        }

        await Lab.DockerAsync(A, $"stack deploy --resolve-image never -c {file} shop");
    }
}
