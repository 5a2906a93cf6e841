namespace Orcastra.Tests.Commands;

/// <summary>What becomes of the entries of a command file that nobody disturbs much.</summary>
public sealed class ClerkTests
{
    private const string File_ = "# what I want done\n- relabel_all\n\n- restart_service:web     # after the deploy\n# the end\n";

    [Fact]
    public async Task Entries_are_done_one_after_the_other_and_comments_stay()
    {
        using var office = new Office(File_);
        await office.WorkAsync();
        Assert.Equal(["relabel_all", "restart_service:web"], office.Queue.Texts);
        Assert.Equal("# what I want done\n\n# the end\n", office.Text);
        Assert.Equal([("relabel_all", "done"), ("restart_service:web", "done")], office.Results.Select(result => (result.Command, result.Outcome)));
        Assert.Equal(office.Queue.Added.Select(one => one.Id), office.Results.Select(result => result.Id));
        Assert.Matches(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$", office.Results[0].At);
        Assert.Empty(office.Queue.Entries);
        Assert.Equal(["commands.yml", "commands.yml.results.yml"], Directory.GetFiles(office.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_entry_that_is_under_way_is_seen_to_be_and_the_next_one_waits()
    {
        using var office = new Office(File_);
        office.Queue.Works = false;
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        var (id, _) = Assert.Single(office.Queue.Added);
        Assert.Equal(File_.Replace("- relabel", $"# orcastra is at it (id {id}): - relabel", StringComparison.Ordinal), office.Text);
        office.Queue.Works = true;
        await office.WorkAsync(clerk);
        Assert.Equal(2, office.Results.Length);
    }

    [Fact]
    public async Task Off_duty_it_touches_nothing_and_with_nothing_to_do_it_does_not_even_ask()
    {
        using var office = new Office(File_) { IsOnDuty = false };
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        Assert.Equal(File_, office.Text);
        Assert.Empty(office.Queue.Added);
        office.IsOnDuty = true;
        await office.WorkAsync(clerk);
        Assert.Equal(2, office.Results.Length);
        var asked = office.Asked;
        await office.WorkAsync(clerk);
        Assert.Equal(asked, office.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]\n")]
    [InlineData("# nothing\n\n")]
    [InlineData("---\n")]
    [InlineData("~")]
    public async Task A_file_without_entries_is_no_error(string? text)
    {
        using var office = new Office(text);
        await office.WorkAsync();
        Assert.Equal("", office.Said);
        Assert.Empty(office.Results);
        Assert.Equal(text, text is null ? null : office.Text);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_error_either()
    {
        using var office = new Office();
        office.CommandPath = Path.Combine(office.Folder, "later", "commands.yml");
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        Assert.Equal("", office.Said);
        Directory.CreateDirectory(Path.GetDirectoryName(office.CommandPath)!);
        File.WriteAllText(office.CommandPath, "- noop\n");
        await office.WorkAsync(clerk);
        Assert.Single(office.Results);
    }

    [Fact]
    public async Task Line_ends_and_indentation_stay_as_they_are()
    {
        using var office = new Office("\uFEFF# a\r\n  - noop\r\n  # b\r\n  - relabel_all # c\r\n\r\n  # d");
        office.Queue.Works = false;
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        Assert.Contains("\r\n  # orcastra is at it (id", office.Text, StringComparison.Ordinal);
        office.Queue.Works = true;
        await office.WorkAsync(clerk);
        Assert.Equal("\uFEFF# a\r\n  # b\r\n\r\n  # d"u8.ToArray(), File.ReadAllBytes(office.CommandPath));
        Assert.Equal(["noop", "relabel_all"], office.Queue.Texts);
    }

    [Fact]
    public async Task A_last_line_without_an_end_waits_until_it_is_written_and_what_is_appended_to_it_then_is_no_comment()
    {
        using var office = new Office("- restart_service:we");
        office.Queue.Works = false;
        var clerk = office.Hire();
        Assert.True(await clerk.StepAsync(TestContext.Current.CancellationToken));
        Assert.False(await clerk.StepAsync(TestContext.Current.CancellationToken));
        File.AppendAllText(office.CommandPath, "b");
        await office.WorkAsync(clerk);
        File.AppendAllText(office.CommandPath, "- noop");
        office.Queue.Works = true;
        await office.WorkAsync(clerk);
        Assert.Equal(["restart_service:web", "noop"], office.Queue.Texts);
        Assert.Equal("", office.Text);
    }

    [Fact]
    public async Task A_file_that_an_editor_replaces_is_noticed()
    {
        using var office = new Office("- noop\n");
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        await File.WriteAllTextAsync(office.CommandPath + "~", "- noop\n- relabel_all\n", TestContext.Current.CancellationToken);
        File.Move(office.CommandPath + "~", office.CommandPath, overwrite: true);
        await office.WorkAsync(clerk);
        Assert.Equal(["noop", "noop", "relabel_all"], office.Queue.Texts);
    }

    [Fact]
    public async Task A_link_to_the_file_stays_a_link()
    {
        using var office = new Office("- noop\n");
        var real = office.CommandPath;
        office.CommandPath = Path.Combine(office.Folder, "link.yml");
        File.CreateSymbolicLink(office.CommandPath, real);
        await office.WorkAsync();
        Assert.Equal(real, File.ResolveLinkTarget(office.CommandPath, true)!.FullName);
        Assert.Equal("", File.ReadAllText(real));
    }

    [Fact]
    public async Task It_is_woken_at_once_and_looks_every_second_by_itself()
    {
        using var office = new Office();
        using var stop = new CancellationTokenSource();
        var clerk = office.Hire();
        var running = clerk.RunAsync(stop.Token);
        File.WriteAllText(office.CommandPath, "- noop\n");
        clerk.Wake();
        await Until(() => office.Results.Length == 1, () => { });
        File.AppendAllText(office.CommandPath, "- relabel_all\n");
        await Until(() => office.Results.Length == 2, () => office.Time.Advance(TimeSpan.FromMilliseconds(100)));
        await stop.CancelAsync();
        await Task.WhenAny(running); // cancelled in the middle of a step, or between two
        Assert.False(running.IsFaulted, running.Exception?.ToString());
    }

    private static async Task Until(Func<bool> isReached, Action pass)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isReached())
        {
            tooLong.Token.ThrowIfCancellationRequested();
            pass();
            await Task.Yield();
        }
    }
}
