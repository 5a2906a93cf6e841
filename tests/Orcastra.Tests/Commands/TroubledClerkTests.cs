using Orcastra.Commands.Filing;

namespace Orcastra.Tests.Commands;

/// <summary>The Swarm, the disk or somebody's hand is in the clerk's way.</summary>
public sealed class TroubledClerkTests
{
    [Fact]
    public async Task A_line_that_somebody_removes_while_it_is_under_way_has_its_result_all_the_same()
    {
        using var office = new Office("- noop\n");
        office.Queue.Works = false;
        await office.WorkAsync();
        File.WriteAllText(office.CommandPath, "");
        office.Queue.Works = true;
        await office.WorkAsync();
        Assert.Equal(Assert.Single(office.Queue.Added).Id, Assert.Single(office.Results).Id);
        Assert.Empty(office.Queue.Entries);
    }

    [Fact]
    public async Task A_swarm_that_does_not_answer_is_told_once_and_tried_again()
    {
        using var office = new Office("- noop\n");
        office.Queue.IsAway = true;
        var clerk = office.Hire();
        await office.WorkAsync(clerk);
        await office.WorkAsync(clerk);
        Assert.Single(office.Said.Split('\n'), line => line.Contains("WARN", StringComparison.Ordinal));
        office.Queue.IsAway = false;
        await office.WorkAsync(clerk);
        Assert.Single(office.Results);
    }

    [Fact]
    public async Task A_full_disk_is_told_once_and_tried_again_and_nothing_runs_before_its_result_can_be_kept()
    {
        using var office = new Office("- noop\n");
        var isFull = true;
        var clerk = office.Hire((operation, _) =>
        {
            if (isFull && operation.StartsWith("create", StringComparison.Ordinal))
            {
                throw new IOException("No space left on device", 28);
            }
        });
        await office.WorkAsync(clerk);
        Assert.Empty(office.Queue.Added);
        Assert.Contains("make room", Assert.Single(office.Said.Trim().Split('\n')), StringComparison.Ordinal);
        isFull = false;
        await office.WorkAsync(clerk);
        Assert.Single(office.Results);
    }

    [Fact]
    public async Task Results_are_200_at_most_and_broken_ones_are_set_aside()
    {
        using var office = new Office("- noop\n");
        var results = office.CommandPath + ".results.yml";
        await File.WriteAllBytesAsync(results, Result.Write(Enumerable.Range(0, 200).Select(i => new Result($"id-{i}", "noop", "", "done", "a \"b\"\n\\c"))), TestContext.Current.CancellationToken);
        await office.WorkAsync();
        Assert.Equal((200, "id-1", "a \"b\"\\n\\c"), (office.Results.Length, office.Results[0].Id, office.Results[0].Text));
        await File.WriteAllTextAsync(results, "- id: [", TestContext.Current.CancellationToken);
        File.AppendAllText(office.CommandPath, "- noop\n");
        await office.WorkAsync();
        Assert.Single(office.Results);
        Assert.Equal("- id: [", File.ReadAllText(results + ".broken"));
        Assert.Contains(".broken", office.Said, StringComparison.Ordinal);
    }
}
