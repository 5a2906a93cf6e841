using System.Diagnostics;

namespace Orcastra.Tests.Commands;

/// <summary>Others append to the file while it is being written, or nothing can be renamed over it.</summary>
public sealed class AppendingTests
{
    [Fact]
    public async Task What_is_appended_between_the_last_look_and_the_renaming_is_not_lost()
    {
        using var office = new Office("- noop\n# end\n");
        var count = 0;
        await office.WorkAsync(office.Hire((operation, path) =>
        {
            if (operation == "rename" && path == office.CommandPath && ++count < 4)
            {
                File.AppendAllText(path, $"- restart_service:s{count}\n");
            }
        }));
        Assert.Equal(["noop", "restart_service:s1", "restart_service:s2", "restart_service:s3"], office.Queue.Texts.Order());
        Assert.Equal("# end\n", office.Text);
    }

    [Fact]
    public async Task What_is_appended_to_the_old_file_after_the_renaming_is_brought_over()
    {
        using var office = new Office("- noop\n");
        await using var late = new StreamWriter(new FileStream(office.CommandPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        await late.WriteAsync("- relabel_all\n");
        await late.FlushAsync(TestContext.Current.CancellationToken);
        await office.WorkAsync(clerk);
        Assert.Equal(["noop", "relabel_all"], office.Queue.Texts);
    }

    [Fact]
    public async Task What_is_added_before_the_last_look_makes_it_look_again()
    {
        using var office = new Office("- noop\n");
        var isAdded = false;
        await office.WorkAsync(office.Hire((operation, path) =>
        {
            if (operation == "create" && path.EndsWith("commands.yml.orcastra-new", StringComparison.Ordinal) && !isAdded)
            {
                isAdded = true;
                File.WriteAllText(office.CommandPath, "# mine now\n- relabel_all\n");
            }
        }));
        Assert.Equal(["relabel_all"], office.Queue.Texts);
        Assert.Equal("# mine now\n", office.Text);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("overwrite")]
    [InlineData("overwrite, half of it")]
    public async Task In_place_what_is_appended_at_any_moment_stays(string moment)
    {
        using var office = new Office("- noop\n# end\n");
        var count = 0;
        await office.WorkAsync(office.Hire((operation, path) =>
        {
            if (path == office.CommandPath && operation == "rename")
            {
                throw new IOException("Device or resource busy", 16);
            }

            if (path == office.CommandPath && operation == moment && ++count < 4)
            {
                File.AppendAllText(path, $"- restart_service:s{count}\n");
            }
        }));
        Assert.Equal(["noop", "restart_service:s1", "restart_service:s2", "restart_service:s3"], office.Queue.Texts.Order());
        Assert.Equal("# end\n", office.Text);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_to_has_its_journals_elsewhere()
    {
        using var office = new Office("- noop\n# end\n");
        File.WriteAllText(office.CommandPath + ".results.yml", ""); // made beforehand, as its owner is told to
        var seen = 0;
        await office.WorkAsync(office.Hire((operation, path) =>
        {
            seen += path.StartsWith(office.Shared, StringComparison.Ordinal) && operation == "rename" ? 1 : 0;
            if (operation is "create" or "rename" && Path.GetDirectoryName(path) == office.Folder)
            {
                throw new UnauthorizedAccessException("Access is denied");
            }
        }));
        Assert.Equal(3, seen); // the claim, the result, and the claim taken out
        Assert.Single(office.Results);
        Assert.Equal("# end\n", office.Text);
    }

    [Fact]
    public async Task A_file_that_is_mounted_by_itself_is_written_in_place()
    {
        using var office = new Office("# host\n");
        var mounted = Path.Combine(office.Folder, "mounted.yml");
        await File.WriteAllTextAsync(mounted, "- noop\n# end\n", TestContext.Current.CancellationToken);
        Assert.SkipUnless(await RunAsync("mount", "--bind", mounted, office.CommandPath), "mounting is not permitted here");
        try
        {
            await office.WorkAsync();
            File.AppendAllText(mounted, "- relabel_all\n");
            await office.WorkAsync();
            Assert.Equal(["noop", "relabel_all"], office.Queue.Texts);
            Assert.Equal("# end\n", File.ReadAllText(mounted));
        }
        finally
        {
            Assert.True(await RunAsync("umount", office.CommandPath));
        }
    }

    [Fact]
    public async Task Owner_and_mode_stay()
    {
        using var office = new Office("- noop\n# end\n");
        Assert.SkipUnless(await RunAsync("chown", "12345:12345", office.CommandPath) && await RunAsync("chmod", "0640", office.CommandPath), "only root may give files away");
        await office.WorkAsync();
        Assert.Equal("# end\n", office.Text);
        Assert.True(await RunAsync("sh", "-c", $"test \"$(stat -c %u:%g:%a {office.CommandPath} {office.CommandPath}.results.yml | uniq)\" = 12345:12345:640"));
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
