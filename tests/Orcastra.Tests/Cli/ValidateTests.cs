namespace Orcastra.Tests.Cli;

public sealed class ValidateTests
{
    [Fact]
    public async Task Good_files_are_named_and_counted()
    {
        using var shell = new Shell();
        shell.File("nodes.yml", "nodes: {node-a: {labels: [ssd]}}\n");
        shell.File("dependencies.yml", "db: [web, cache]\n");
        Assert.Equal(0, await shell.RunAsync("validate"));
        Assert.Contains("nodes.yml: good (nodes)", shell.Out);
        Assert.Contains("1 node, 1 anchor, 2 dependents", shell.Out);
    }

    [Fact]
    public async Task Plain_names_are_shown_with_the_services_they_mean()
    {
        using var shell = new Shell();
        shell.Set("STACK_NAME", "git");
        shell.File("dependencies.yml", "db: [web, cache]\nbroker: {stack: shop, services: [worker]}\nlone: {stack: '', services: [other_x]}\n");
        Assert.Equal(0, await shell.RunAsync("validate"));
        Assert.Contains("(stack git, by STACK_NAME, where an entry names none)\n", shell.Out);
        Assert.Matches("\ndb +git_db +git_web, git_cache\n", shell.Out);
        Assert.Matches("\nbroker +shop_broker +shop_worker\n", shell.Out);
        Assert.Matches("\nlone +lone +other_x\n", shell.Out);
    }

    [Fact]
    public async Task Every_error_of_every_file_is_shown_with_its_place()
    {
        using var shell = new Shell();
        var nodes = shell.File("n.yml", "nodes:\n  node-a: {lables: [ssd]}\n");
        var dependencies = shell.File("d.yml", "db: [db]\ncache: 5\n");
        Assert.Equal(2, await shell.RunAsync("validate", nodes, dependencies));
        Assert.Contains($"{nodes}:2:12:", shell.Error);
        Assert.Contains($"{dependencies}:1:6:", shell.Error);
        Assert.Contains($"{dependencies}:2:8:", shell.Error);
        Assert.DoesNotContain("good", shell.Out);
    }

    [Fact]
    public async Task What_is_off_without_a_file_is_said()
    {
        using var shell = new Shell();
        Assert.Equal(0, await shell.RunAsync("validate"));
        Assert.Contains("static labels are off", shell.Out);
    }

    [Theory]
    [InlineData("prod-nodes.yml", "nodes: {}", "nodes")]
    [InlineData("dependencies.prod.yml", "{}", "dependencies")]
    [InlineData("swarm.yml", "nodes: {}", "swarm")]
    [InlineData("a.yml", "nodes: {}\ndependencies: {}", "swarm")]
    [InlineData("a.yml", "leader: a\nnodes: {a: {}}", "nodes")]
    [InlineData("a.yml", "db: [web]", "dependencies")]
    [InlineData("nodes_exporter.yml", "nodes: {}", "nodes")]
    public async Task The_kind_of_a_file_is_told_by_its_name_else_by_its_content(string name, string content, string kind)
    {
        using var shell = new Shell();
        Assert.Equal(0, await shell.RunAsync("validate", shell.File(name, content)));
        Assert.Contains($"good ({kind})", shell.Out);
    }

    [Fact]
    public async Task Two_files_of_one_kind_are_both_checked()
    {
        using var shell = new Shell();
        Assert.Equal(2, await shell.RunAsync("validate", shell.File("a.yml", "db: [web]"), shell.File("b.yml", "db: [db]")));
        Assert.Contains("a.yml: good", shell.Out);
        Assert.Contains("b.yml:1:6", shell.Error);
    }

    [Fact]
    public async Task Of_files_that_nobody_asked_for_nothing_is_said()
    {
        using var shell = new Shell();
        Assert.Equal(0, await shell.RunAsync("validate", shell.File("dependencies.yml", "db: [web]")));
        Assert.DoesNotContain("note:", shell.Out);
        var empty = shell.File("dependencies.yml", "# to be written\n");
        Assert.Equal(0, await shell.RunAsync("validate", empty));
        Assert.Contains($"note: no dependencies are declared ({empty}): only services", shell.Out);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        using var shell = new Shell();
        Assert.Equal(2, await shell.RunAsync("validate", Path.Combine(shell.Folder, "nowhere.yml")));
        Assert.Contains("nowhere.yml: there is no such file", shell.Error);
        Assert.Equal(2, await shell.RunAsync("validate", shell.File("dependencies.yml", "db: [web]"), Path.Combine(shell.Folder, "nods.yml")));
        Assert.Contains("nods.yml: there is no such file", shell.Error);
        Assert.DoesNotContain("note:", shell.Out);
    }
}
