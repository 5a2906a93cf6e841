namespace Orcastra.Tests.Commands;

/// <summary>A process is killed before everything it does to a file, and before and after everything it asks of the queue.</summary>
public sealed class KilledClerkTests
{
    private const string Before = "# a\r\n- noop  # b\n- relabel_al\n# c\n\n- restart_service:web\n# d\n";
    private const string After = "# a\r\n# c\n\n# d\n# e\n";
    private const string Appended = "- noop:late\n# e\n";

    private static readonly string[] Commands = ["noop", "restart_service:web", "noop:late"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_anywhere_every_entry_runs_once_and_has_one_result(bool isInPlace)
    {
        for (var n = 0; await LiveAsync(n, again: int.MaxValue, isInPlace); n++)
        {
            Assert.True(n < 2_000, "this never ends");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_a_second_time_while_it_recovers_it_does_so_later(bool isInPlace)
    {
        var isKilled = true;
        for (var n = 0; isKilled; n += 5)
        {
            for (var again = 1; again < 24; again += 3)
            {
                isKilled = await LiveAsync(n, again, isInPlace);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disk_that_fails_once_anywhere_changes_nothing_but_the_time_it_takes(bool isInPlace)
    {
        var count = 0;
        for (var n = 0; n <= count; n++)
        {
            count = 0;
            using var office = new Office(Before + Appended);
            await office.WorkAsync(office.Hire((operation, path) => Fail(count++ == n, isInPlace && operation == "rename" && path == office.CommandPath)));
            Check(office, $"failed at {n}");
        }
    }

    // False if it was not killed the first time.
    private static async Task<bool> LiveAsync(int n, int again, bool isInPlace)
    {
        using var office = new Office(Before);
        var isKilled = await office.WorkUntilKilledAsync(Doomed(office, n, isInPlace));
        File.AppendAllText(office.CommandPath, Appended);
        if (again < int.MaxValue)
        {
            await office.WorkUntilKilledAsync(Doomed(office, again, isInPlace));
        }

        await office.WorkAsync(Doomed(office, int.MaxValue, isInPlace));
        Check(office, $"killed at {n} and {again}");
        return isKilled;
    }

    private static void Check(Office office, string moment)
    {
        Assert.True(After == office.Text, $"{moment}: {office.Text}");
        Assert.True(Commands.SequenceEqual(office.Queue.Texts), $"{moment}: {string.Join(", ", office.Queue.Added)}");
        Assert.True(4 == office.Results.Length, $"{moment}: {string.Join('\n', office.Results)}");
        Assert.Equal(office.Queue.Added.Select(one => one.Id), office.Results.Where(result => result.Outcome == "done").Select(result => result.Id));
        Assert.Equal("commands.yml:3:3", office.Results.Single(result => result.Outcome == "refused").Where);
        Assert.Empty(office.Queue.Entries);
        Assert.Empty(Directory.GetFiles(office.Shared));
        Assert.Equal(["commands.yml", "commands.yml.results.yml"], Directory.GetFiles(office.Folder).Select(Path.GetFileName).Order());
    }

    private static Orcastra.Commands.Filing.Clerk Doomed(Office office, int n, bool isInPlace)
    {
        var doom = office.Queue.Doom = new Doom(n);
        return office.Hire((operation, path) =>
        {
            doom.Near();
            Fail(isBroken: false, isInPlace && operation == "rename" && path == office.CommandPath);
        });
    }

    private static void Fail(bool isBroken, bool isBusy)
    {
        if (isBroken || isBusy)
        {
            throw isBroken ? new IOException("Input/output error", 5) : new IOException("Device or resource busy", 16);
        }
    }
}
