namespace Orcastra.Tests.Commands;

/// <summary>What is no command is said with its place, and keeps nobody waiting.</summary>
public sealed class MalformedTests
{
    [Theory]
    [InlineData("- relabel_al", "commands.yml:2:3", "did you mean 'relabel_all'?")]
    [InlineData("-    relabel_al   # x", "commands.yml:2:6", "did you mean 'relabel_all'?")]
    [InlineData("- move_service: db", "commands.yml:2:3", "this is a map")]
    [InlineData("- move_service:\n    db: node3", "commands.yml:2:3", "this is a map")]
    [InlineData("- - noop", "commands.yml:2:3", "this is a list")]
    [InlineData("- [noop]", "commands.yml:2:3", "this is a list")]
    [InlineData("-", "commands.yml:2:2", "nothing stands after the '-'")]
    [InlineData("- ''", "commands.yml:2:3", "the entry is empty")]
    [InlineData("- |\n  noop\n  noop", "commands.yml:2:3", "in one line")]
    [InlineData("- \"noop", "commands.yml:2:3", "quotes does not end")]
    [InlineData("- @noop", "commands.yml:2:3", "put it in quotes")]
    [InlineData("- noop: a: b", "commands.yml:2:", "this is not YAML")]
    [InlineData("relabel_all", "commands.yml:2:1", "belongs to no entry")]
    public async Task It_leaves_the_file_and_the_others_run(string entry, string where, string what)
    {
        using var office = new Office($"- noop\n{entry}\n# between\n- restart_service:web\n");
        await office.WorkAsync();
        Assert.Equal(["noop", "restart_service:web"], office.Queue.Texts);
        Assert.Equal("# between\n", office.Text);
        var refused = Assert.Single(office.Results, result => result.Outcome == "refused");
        Assert.StartsWith(where, refused.Where, StringComparison.Ordinal);
        Assert.StartsWith(refused.Where + ": ", refused.Text, StringComparison.Ordinal);
        Assert.Contains(what, refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services:\n  - noop\n", "commands.yml:1:1", "must be a list of commands, this is a map")]
    [InlineData("noop\n", "commands.yml:1:1", "must be a list of commands, this is a single value")]
    [InlineData("# x\n[noop, relabel_all]\n", "commands.yml:2:1", "written in brackets")]
    [InlineData("a: [\n  - noop\n", "commands.yml:", "this is not YAML")]
    [InlineData("%", "commands.yml:", "this is not YAML")]
    public async Task What_is_no_list_is_told_once_and_left_alone_until_it_changes(string text, string where, string what)
    {
        using var office = new Office(text);
        await office.WorkAsync();
        await office.WorkAsync();
        Assert.Equal(text, office.Text);
        var result = Assert.Single(office.Results);
        Assert.StartsWith(where, result.Where, StringComparison.Ordinal);
        Assert.Contains(what, result.Text, StringComparison.Ordinal);
        Assert.EndsWith("nothing of the file is carried out, and nothing in it changed, until it is corrected", result.Text, StringComparison.Ordinal);
        File.WriteAllText(office.CommandPath, "- noop\n");
        await office.WorkAsync();
        Assert.Equal(["noop"], office.Queue.Texts);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_told_and_left_alone()
    {
        using var office = new Office();
        await File.WriteAllBytesAsync(office.CommandPath, [.. "- noop\n"u8, 0xFF], TestContext.Current.CancellationToken);
        await office.WorkAsync();
        Assert.StartsWith("commands.yml:2:1: byte 0xFF is not UTF-8", Assert.Single(office.Results).Text, StringComparison.Ordinal);
        Assert.Empty(office.Queue.Added);
    }

    [Fact]
    public async Task A_file_that_is_broken_for_a_moment_only_is_not_judged()
    {
        using var office = new Office("- noop\n- \"restart_ser");
        var clerk = office.Hire();
        Assert.True(await clerk.StepAsync(TestContext.Current.CancellationToken));
        Assert.False(await clerk.StepAsync(TestContext.Current.CancellationToken));
        File.AppendAllText(office.CommandPath, "vice:web\"\n");
        await office.WorkAsync(clerk);
        Assert.Equal(["noop", "restart_service:web"], office.Queue.Texts);
        Assert.DoesNotContain(office.Results, result => result.Outcome == "refused");
    }
}
