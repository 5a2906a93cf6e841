namespace Orcastra.Tests.Cli;

public sealed class PlanTests
{
    private const string Expected = """
        {
          "takenAt": "2025-03-01T12:00:00.0000000Z",
          "actions": [
            {
              "runner": "label-sync",
              "kind": "hand-off",
              "service": "app_web",
              "from": "node-b",
              "to": "node-a",
              "reason": "app_db runs on node-a: the gate lets its old task end before the new one starts"
            },
            {
              "runner": "static-labels",
              "kind": "set-node-label",
              "node": "node-a",
              "key": "tier",
              "value": "gold",
              "reason": "NODES:1:9 declares it"
            },
            {
              "runner": "label-sync",
              "kind": "set-node-label",
              "node": "node-a",
              "key": "db",
              "value": "true",
              "reason": "app_db runs on node-a"
            }
          ],
          "refusals": [
            {
              "runner": "label-sync",
              "subject": "app_gone",
              "reason": "no such service (named at DEPENDENCIES:1:11); deploy it, or correct the name or its stack"
            }
          ],
          "notes": []
        }

        """;

    [Fact]
    public async Task A_plan_is_stable_JSON_with_nodes_by_hostname()
    {
        using var shell = Misplaced();
        Assert.Equal(0, await shell.RunAsync("plan", "--json", "--from", shell.File("s.json", SwarmJson.Snapshot(shell.Swarm))));
        var json = shell.Out.Replace(Path.Combine(shell.Folder, "nodes.yml"), "NODES").Replace(Path.Combine(shell.Folder, "dependencies.yml"), "DEPENDENCIES");
        Assert.Equal(Expected, json);
    }

    [Fact]
    public async Task A_snapshot_from_stdin_needs_no_engine()
    {
        using var shell = Misplaced();
        shell.Input = SwarmJson.Snapshot(shell.Swarm);
        shell.Swarm.Trouble = "nobody there";
        Assert.Equal(2, await shell.RunAsync("plan", "--exit-code", "--from", "-"));
        Assert.Contains("node-b -> node-a", shell.Out);
    }

    [Fact]
    public async Task A_plan_writes_nothing()
    {
        using var shell = Misplaced();
        Assert.Equal(0, await shell.RunAsync("plan"));
        Assert.Contains("hand-off", shell.Out);
        Assert.Empty(shell.Swarm.Writes);
    }

    [Fact]
    public async Task That_a_hand_off_takes_more_steps_is_told_to_people_and_what_they_are()
    {
        using var shell = Misplaced();
        Assert.Equal(0, await shell.RunAsync("plan"));
        Assert.Contains("before the new one starts; this is the first of several steps: then the old task stops, the gate opens on node-a, the new task starts there, and the gate is taken away", shell.Out);
        Assert.Equal(0, await shell.RunAsync("plan", "--json"));
        Assert.DoesNotContain("steps", shell.Out);
    }

    [Fact]
    public async Task Times_are_those_of_the_zone_that_the_log_has()
    {
        using var shell = Misplaced();
        shell.Set("TZ", "Asia/Kathmandu");
        Assert.Equal(0, await shell.RunAsync("plan"));
        Assert.Contains("As of 2025-03-01 17:45:", shell.Out);
        Assert.Contains(" +05:45\n", shell.Out);
        Assert.DoesNotContain("UTC", shell.Out);
    }

    [Fact]
    public async Task Exit_codes_tell_nothing_something_and_an_error_apart()
    {
        using var shell = Misplaced();
        Assert.Equal(2, await shell.RunAsync("plan", "--exit-code"));
        shell.File("dependencies.yml", "{}");
        shell.File("nodes.yml", "{}");
        Assert.Equal(0, await shell.RunAsync("plan", "--exit-code"));
        Assert.Contains("Nothing to do.", shell.Out);
        shell.File("dependencies.yml", "db: [db]");
        Assert.Equal(1, await shell.RunAsync("plan", "--exit-code"));
        Assert.Equal(2, await shell.RunAsync("plan"));
        Assert.Contains("dependencies.yml:1:6", shell.Error);
        shell.File("dependencies.yml", "{}");
        shell.Swarm.Trouble = "rpc error: code = Unknown desc = The swarm does not have a leader.";
        Assert.Equal(1, await shell.RunAsync("plan", "--exit-code"));
        Assert.Contains("does not have a leader", shell.Error);
    }

    [Theory]
    [InlineData("{\n  \"takenAt\": ?", "s.json:2:14")]
    [InlineData("[]", "expected an object")]
    [InlineData("{\"takenAt\":\"2025-03-01T12:00:00Z\",\"nodes\":[],\"services\":[]}", "the list tasks is missing")]
    [InlineData("{\"nodes\":[],\"services\":[],\"tasks\":[]}", "takenAt is missing")]
    public async Task A_file_that_is_no_snapshot_is_named_with_what_is_wrong(string text, string words)
    {
        using var shell = Misplaced();
        Assert.Equal(1, await shell.RunAsync("plan", "--from", shell.File("s.json", text)));
        Assert.Contains(words, shell.Error);
        Assert.Equal("", shell.Out);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("adopt")]
    public async Task A_snapshot_that_cannot_be_read_is_named_with_what_to_do(string verb)
    {
        using var shell = Misplaced();
        var nowhere = Path.Combine(shell.Folder, "nowhere.json");
        Assert.Equal(1, await shell.RunAsync(verb, "--from", nowhere));
        Assert.Equal($"orcastra {verb}: --from {nowhere}: there is no such file; name a file that `orcastra snapshot` wrote, or - for stdin\n", shell.Error);
        Assert.Equal(1, await shell.RunAsync(verb, "--from", shell.Folder));
        Assert.Contains("this is a folder", shell.Error);
    }

    [Fact]
    public async Task What_is_off_for_want_of_a_file_is_said_in_the_same_words_as_by_validate()
    {
        using var shell = Misplaced();
        var typo = Path.Combine(shell.Folder, "dependancies.yml");
        shell.Set("DEPENDENCIES_FILE", typo);
        await shell.RunAsync("validate");
        var note = shell.Out.Split('\n').Single(line => line.Contains(typo, StringComparison.Ordinal));
        Assert.StartsWith("note: no dependencies are declared", note, StringComparison.Ordinal);
        await shell.RunAsync("plan");
        Assert.Contains(note, shell.Out);
        await shell.RunAsync("plan", "--json");
        Assert.Contains(note["note: ".Length..], shell.Out);
    }

    [Fact]
    public async Task A_terminal_gets_a_table_and_colours_unless_they_are_not_wanted()
    {
        using var shell = Misplaced(isTerminal: true);
        await shell.RunAsync("plan");
        Assert.Contains("╭", shell.Out);
        Assert.Contains("\u001b[", shell.Out);
        shell.Set("NO_COLOR", "1");
        await shell.RunAsync("plan");
        Assert.Contains("╭", shell.Out);
        Assert.DoesNotContain("\u001b[", shell.Out);
    }

    internal static Shell Misplaced(bool isTerminal = false)
    {
        var shell = new Shell { IsTerminal = isTerminal };
        shell.Set("STACK_NAME", "app");
        shell.File("dependencies.yml", "db: [web, gone]\n");
        shell.File("nodes.yml", "nodes: {node-a: {labels: {tier: gold}}}\n");
        shell.Swarm.Nodes.AddRange([SwarmJson.Node("node-a"), SwarmJson.Node("node-b")]);
        shell.Swarm.Services.AddRange([SwarmJson.Service("app_db", "app"), SwarmJson.Service("app_web", "app", env: ["TOKEN=s3cret", "TZ=UTC"])]);
        shell.Swarm.Tasks.AddRange([SwarmJson.Task("app_db", "node-a"), SwarmJson.Task("app_web", "node-b")]);
        return shell;
    }
}
