namespace Orcastra.Tests.Cli;

public sealed class AdoptTests
{
    [Fact]
    public async Task A_service_that_asks_for_a_label_follows_the_service_of_that_name()
    {
        var (yaml, _) = await AdoptAsync(
            (SwarmJson.Service("app_db", "app"), "node-a"),
            (SwarmJson.Service("app_web", "app", ["node.labels.db == true"]), "node-a"),
            (SwarmJson.Service("shop_web", "shop", ["node.labels.db==True"]), "node-a"));
        Assert.Contains("db:\n  stack: app\n  services:\n    - web  # constraint node.labels.db == true\n    - shop_web  # ", yaml);
    }

    [Fact]
    public async Task A_full_name_is_an_anchor_without_a_stack()
    {
        var (yaml, _) = await AdoptAsync((SwarmJson.Service("1db"), "node-a"), (SwarmJson.Service("web", "", ["node.labels.1db == true"]), "node-a"));
        Assert.Contains("\"1db\":\n  stack: ''\n  services:\n    - web", yaml);
    }

    [Fact]
    public async Task Labels_of_nobody_are_no_anchors()
    {
        var (yaml, errors) = await AdoptAsync((SwarmJson.Service("app_web", "app", ["node.labels.ssd == true"]), "node-a"));
        Assert.Contains("\n{}\n", yaml);
        Assert.Contains("no node has the label ssd, which app_web asks for", errors);
    }

    [Fact]
    public async Task What_would_not_load_is_left_out_and_named()
    {
        var (yaml, errors) = await AdoptAsync(
            (SwarmJson.Service("a_db", "a", ["node.labels.web == true"]), "node-a"),
            (SwarmJson.Service("a_web", "a", ["node.labels.db == true", "node.labels.cache == true"]), "node-a"),
            (SwarmJson.Service("a_cache", "a", ["node.labels.cache == true"]), "node-a"),
            (SwarmJson.Service("b_db", "b"), "node-a"),
            (SwarmJson.Service("b_app", "b", ["node.labels.db == true"]), "node-a"),
            (SwarmJson.Service("b_web", "b", ["node.labels.db == true"]), "node-a"));
        Assert.Contains("a circle", errors);
        Assert.Contains("a_cache asks for its own label", errors);
        Assert.Contains("web:\n  stack: a\n  services:\n    - db", yaml);
        Assert.Equal(0, errors.Split('\n').Count(line => line.Length > 0 && !line.StartsWith("warning: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_label_of_two_stacks_is_proposed_for_one_of_them()
    {
        var (yaml, errors) = await AdoptAsync(
            (SwarmJson.Service("a_db", "a"), "node-a"),
            (SwarmJson.Service("a_web", "a", ["node.labels.db == true"]), "node-a"),
            (SwarmJson.Service("b_db", "b"), "node-a"),
            (SwarmJson.Service("b_web", "b", ["node.labels.db == true"]), "node-a"));
        Assert.Contains("one label cannot serve two stacks", errors);
        Assert.Single(yaml.Split('\n'), line => line == "db:");
    }

    [Fact]
    public async Task What_its_owner_should_know_first_is_in_the_file_and_on_stderr()
    {
        var (yaml, errors) = await AdoptAsync(
            (SwarmJson.Service("app_db", "app", networks: ["back"]), "node-a"),
            (SwarmJson.Service("app_web", "app", ["node.labels.db == true"], volume: "uploads"), "node-b"),
            (SwarmJson.Service("app_worker", "app", networks: ["back"]), "node-b"),
            (SwarmJson.Service("app_batch", "app", ["node.labels.db != true"]), "node-b"));
        foreach (var words in (string[])[
            "app_web keeps data in the volume uploads", "app_worker shares the network back with app_db", "app_batch has a constraint on the label db too",
            "app_web runs on node-b, its anchor app_db on node-a. With this file `orcastra run` moves it there at once", "the label db is on no node, but app_db runs on node-a"])
        {
            Assert.Contains(words, errors);
            Assert.Contains($"# WARNING: ", yaml);
            Assert.Contains(words, yaml);
        }

        Assert.Contains("    # - worker  # shares the network back", yaml);
    }

    [Fact]
    public async Task A_stack_without_constraints_is_only_guessed_at()
    {
        var (yaml, _) = await AdoptAsync(
            (SwarmJson.Service("app_db", "app", networks: ["back"], volume: "data"), "node-a"),
            (SwarmJson.Service("app_web", "app", networks: ["back"]), "node-b"));
        Assert.Contains("# db:\n#   stack: app\n#   services:\n#     - web  # shares the network back", yaml);
        Assert.Contains("\n{}\n", yaml);
    }

    // Whatever is proposed must load: every test proves it.
    private static async Task<(string Yaml, string Errors)> AdoptAsync(params (System.Text.Json.Nodes.JsonObject Service, string Node)[] services)
    {
        using var shell = new Shell();
        shell.Swarm.Nodes.AddRange([SwarmJson.Node("node-a"), SwarmJson.Node("node-b")]);
        foreach (var (service, node) in services)
        {
            shell.Swarm.Services.Add(service);
            shell.Swarm.Tasks.Add(SwarmJson.Task(service["Spec"]!["Name"]!.GetValue<string>(), node, "back"));
        }

        Assert.Equal(0, await shell.RunAsync("adopt"));
        var (yaml, errors) = (shell.Out, shell.Error);
        Assert.Empty(shell.Swarm.Writes);
        var code = await shell.RunAsync("validate", shell.File("dependencies.yml", yaml));
        Assert.True(code == 0, shell.Error + yaml);
        return (yaml, errors);
    }
}
