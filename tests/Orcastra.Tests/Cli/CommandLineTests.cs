namespace Orcastra.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Without_a_verb_it_shows_what_there_is()
    {
        using var shell = new Shell();
        Assert.Equal(0, await shell.RunAsync());
        Assert.All(["run", "validate", "plan", "status", "snapshot", "adopt", "release", "healthcheck", "version"], verb => Assert.Contains($"\n  {verb} ", shell.Out));
        Assert.Equal("", shell.Error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("status")]
    [InlineData("snapshot")]
    [InlineData("adopt")]
    [InlineData("release")]
    [InlineData("healthcheck")]
    [InlineData("version")]
    public async Task Help_of_every_verb_shows_examples(string verb)
    {
        using var shell = new Shell();
        Assert.Equal(0, await shell.RunAsync(verb, "--help"));
        Assert.Contains("Examples:", shell.Out);
        Assert.Contains($"orcastra", shell.Out[shell.Out.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("stauts", "orcastra: there is no verb 'stauts'; did you mean 'status'? (`orcastra --help` shows what there is)")]
    [InlineData("plan --form s.json", "orcastra plan: there is no option '--form'; did you mean '--from'? (`orcastra plan --help` shows what there is)")]
    [InlineData("run --dryrun", "orcastra run: there is no option '--dryrun'; did you mean '--dry-run'? (`orcastra run --help` shows what there is)")]
    [InlineData("plan twice", "orcastra plan: there is no argument 'twice' (`orcastra plan --help` shows what there is)")]
    [InlineData("release --wait soon", "--wait: 'soon' is no number of seconds from 0 to 86400")]
    public async Task What_is_misspelt_is_answered_once_on_stderr_with_what_was_probably_meant(string line, string answer)
    {
        using var shell = new Shell();
        Assert.Equal(1, await shell.RunAsync(line.Split(' ')));
        Assert.Equal(answer + "\n", shell.Error);
        Assert.Equal("", shell.Out);
    }

    [Theory]
    [InlineData("plan", 2)]
    [InlineData("status", 2)]
    [InlineData("validate", 2)]
    [InlineData("run", 2)]
    [InlineData("release", 2)]
    [InlineData("healthcheck", 1)]
    public async Task All_errors_of_the_environment_are_shown_at_once(string verb, int code)
    {
        using var shell = new Shell();
        shell.Set("RELABEL_TIME", "soon");
        shell.Set("ORCASTRA_HANDOF", "ordered");
        shell.Set("DOCKER_HOST", "tcp://user@192.0.2.1:2375");
        Assert.Equal(code, await shell.RunAsync(verb));
        Assert.Contains("RELABEL_TIME", shell.Error);
        Assert.Contains("did you mean 'ORCASTRA_HANDOFF'", shell.Error);
        Assert.Contains("the engine knows no users", shell.Error);
        Assert.Equal("", shell.Out);
    }

    [Fact]
    public async Task The_version_asks_no_engine()
    {
        using var shell = new Shell();
        shell.Swarm.Trouble = "nobody there";
        Assert.Equal(0, await shell.RunAsync("version"));
        Assert.Matches(@"^orcastra \d+\.\d+\.\d+", shell.Out);
    }
}
