using Orcastra.Commands.Filing;
using Orcastra.Docker;

namespace Orcastra.Tests.Commands;

/// <summary>A queue that outlives the processes that use it.</summary>
internal sealed class PaperQueue(TimeProvider time) : IQueue
{
    private readonly Dictionary<string, string> _entries = [];
    private readonly List<(string Id, string Text)> _added = [];

    /// <summary>Where a process dies before an operation or after it.</summary>
    public Doom Doom { get; set; } = new();

    /// <summary>True if the Swarm does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>False while nothing ends.</summary>
    public bool Works { get; set; } = true;

    public IReadOnlyDictionary<string, string> Entries => _entries;

    /// <summary>All that was ever added, once for each ID.</summary>
    public IReadOnlyList<(string Id, string Text)> Added => _added;

    public IEnumerable<string> Texts => _added.Select(one => one.Text);

    public Task AddAsync(string id, string text, string origin, CancellationToken stop) => Do(() =>
    {
        Assert.Matches("^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,39}$", id);
        Assert.Equal(Office.Origin, origin);
        if (_entries.TryAdd(id, text))
        {
            _added.Add((id, text));
        }
    });

    public async Task<Ending?> OutcomeOfAsync(string id, CancellationToken stop)
    {
        await Do(() => { });
        return Works && _entries.TryGetValue(id, out var text) ? new("done", $"{text} is done", time.GetUtcNow()) : null;
    }

    public async Task<IReadOnlyCollection<string>> ListAsync(string origin, CancellationToken stop)
    {
        await Do(() => { });
        return [.. _entries.Keys];
    }

    public Task RemoveAsync(string id, CancellationToken stop) => Do(() => _entries.Remove(id));

    private Task Do(Action work)
    {
        Doom.Near();
        if (IsAway)
        {
            throw new NotManagerException(new("here", "GET /configs"), "no manager");
        }

        work();
        Doom.Near();
        return Task.CompletedTask;
    }
}
