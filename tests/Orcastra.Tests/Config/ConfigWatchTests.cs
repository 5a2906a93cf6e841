using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orcastra.Config;

namespace Orcastra.Tests.Config;

public sealed class ConfigWatchTests
{
    private const string Before = "a: [b]\n";
    private const string After = "a: [c]\n";

    private readonly FakeTimeProvider _time = new();
    private volatile string? _text = Before;
    private int _looks;

    [Fact]
    public async Task A_change_is_told_once_it_looks_the_same_twice()
    {
        await using var changes = Watch();
        var next = changes.MoveNextAsync().AsTask();
        _text = After;
        await Until(next);
        Assert.Equal("c", Assert.Single(Assert.Single(changes.Current.Policy!.Anchors).Dependents));
    }

    [Fact]
    public async Task A_file_that_vanishes_for_a_moment_is_no_change()
    {
        await using var changes = Watch();
        var next = changes.MoveNextAsync().AsTask();
        _text = null;
        await Looks(1);
        _text = Before;
        await Looks(6);
        Assert.False(next.IsCompleted);
        _text = After;
        await Until(next);
        Assert.Empty(changes.Current.Errors);
    }

    [Fact]
    public async Task A_file_that_is_gone_for_a_second_is_no_change_either()
    {
        await using var changes = Watch();
        var next = changes.MoveNextAsync().AsTask();
        _text = null;
        await Looks(1);
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        _text = Before;
        await Looks(3);
        Assert.False(next.IsCompleted);
        _text = After;
        await Until(next);
    }

    [Fact]
    public async Task A_file_that_is_written_in_steps_is_read_when_it_is_whole()
    {
        await using var changes = Watch();
        var next = changes.MoveNextAsync().AsTask();
        foreach (var step in new[] { "a: [", "a: [c", "a: [c]" })
        {
            _text = step;
            await Looks(1);
        }

        _text = After;
        await Until(next);
        Assert.NotNull(changes.Current.Policy);
    }

    [Fact]
    public async Task A_file_that_is_gone_for_good_is_a_change()
    {
        await using var changes = Watch();
        var next = changes.MoveNextAsync().AsTask();
        _text = null;
        await Until(next);
        Assert.False(changes.Current.Policy!.HasDependencies);
    }

    [Fact]
    public async Task Errors_are_told_as_well()
    {
        await using var changes = Watch();
        var next = changes.MoveNextAsync().AsTask();
        _text = "a: [";
        await Until(next);
        Assert.NotEmpty(changes.Current.Errors);
    }

    [Fact]
    public async Task A_real_file_that_is_replaced_by_renaming_is_noticed_long_before_the_interval_is_over()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("dependencies.yml", Before);
        var settings = Settings.Default with { DependenciesFile = file, NodesFile = folder.Path + "/nodes.yml", SwarmFile = folder.Path + "/swarm.yml" };
        using var events = new FileEvents(file);
        var woken = events.Wait(TimeSpan.FromDays(1), _time, TestContext.Current.CancellationToken);
        File.Move(folder.Write("dependencies.yml.new", After), file, overwrite: true);
        await woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("c", ConfigFiles.Load(settings).Policy!.Anchors[0].Dependents[0]);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_watched_by_looking_only()
    {
        using var events = new FileEvents("/no/such/folder/nodes.yml");
        Assert.False(events.Wait(TimeSpan.FromSeconds(1), _time, TestContext.Current.CancellationToken).IsCompleted);
    }

    private IAsyncEnumerator<ConfigResult> Watch()
    {
        var watch = new ConfigWatch(Settings.Default, FileContent.Fingerprint(Look()), _time, Look);
        return watch.Changes(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private ImmutableArray<FileContent> Look()
    {
        var text = _text;
        Interlocked.Increment(ref _looks);
        return [new("nodes.yml", null, null), new("dependencies.yml", text is null ? null : Encoding.UTF8.GetBytes(text), null), new("swarm.yml", null, null)];
    }

    /// <summary>Lets time pass until that many more looks were taken.</summary>
    private Task Looks(int count)
    {
        var enough = Volatile.Read(ref _looks) + count;
        return Pass(() => Volatile.Read(ref _looks) >= enough);
    }

    private Task Until(Task task) => Pass(() => task.IsCompleted);

    private async Task Pass(Func<bool> isReached)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isReached() && !tooLong.IsCancellationRequested)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.True(isReached());
    }
}
