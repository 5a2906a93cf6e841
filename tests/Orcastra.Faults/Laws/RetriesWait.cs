using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;

namespace Orcastra.Faults;

/// <summary>In the same circumstances each attempt waits for as long after the last as the schedule says, and ends with being given up.</summary>
internal sealed class RetriesWait : Law
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.1);

    private readonly Dictionary<string, (string Circumstances, int Count, DateTimeOffset LastAt)> _attempts = new(StringComparer.Ordinal);

    public override string Sentence =>
        "In the same circumstances each attempt waits for as long after the last as the schedule says, and ends with being given up.";

    public override void OnMemory(MemoryWritten written)
    {
        // Whose owner takes its anchor out of the files, and writes it in again, wants it to begin anew.
        foreach (var id in written.Before.Attempts.Keys.Where(id => !written.After.Attempts.ContainsKey(id) && EntryOf(NameOf(id)) is null))
        {
            _attempts.Remove(id);
        }

        foreach (var (id, attempts) in written.After.Attempts)
        {
            if (written.Before.Attempts.GetValueOrDefault(id) != attempts)
            {
                Counted(id, attempts);
            }
        }

        foreach (var (id, handOff) in written.After.HandOffs)
        {
            if (written.Before.HandOffs.GetValueOrDefault(id)?.BegunAt != handOff.BegunAt && handOff.Purpose == HandOffPurpose.Move)
            {
                Begun(id, handOff);
            }
        }
    }

    public override void OnTick()
    {
        // What has run well for a minute begins anew.
        foreach (var id in _attempts.Keys.Where(id => Stage.Store.TasksOf(id).Any(task => Watch.HasPlace(task) && Stage.Now - task.StatusAt > TimeSpan.FromSeconds(59))).ToList())
        {
            _attempts.Remove(id);
        }
    }

    private void Counted(string id, Attempts attempts)
    {
        var known = _attempts.GetValueOrDefault(id);
        if (known.Circumstances != attempts.Circumstances)
        {
            _attempts[id] = (attempts.Circumstances, 1, attempts.LastAt);
            return;
        }

        var isDown = attempts.Circumstances.EndsWith("/down", StringComparison.Ordinal);
        Check(id, known, attempts.LastAt, isDown ? 1 : 0);
        _attempts[id] = (attempts.Circumstances, known.Count + 1, attempts.LastAt);
    }

    private void Begun(string id, HandOff handOff)
    {
        if (_attempts.TryGetValue(id, out var known)
            && Watch.Find(Stage.Policy.Anchors.FirstOrDefault(entry => entry.Name == handOff.Anchor)?.Name ?? "") is { } anchor
            && known.Circumstances == $"{handOff.UserHash}/{string.Join(',', Watch.PlacesOf(anchor))}")
        {
            Check(id, known, handOff.BegunAt, 0);
        }
    }

    private void Check(string id, (string Circumstances, int Count, DateTimeOffset LastAt) known, DateTimeOffset at, int waitsMade)
    {
        var name = NameOf(id);
        if (EntryOf(name) is { } entry && known.LastAt + entry.Retries.WaitAfter(known.Count - 1 + waitsMade) > at + Tolerance)
        {
            Break($"attempt {known.Count + 1} at {name} came {(at - known.LastAt).TotalSeconds:0.0} s after the last; its schedule says {entry.Retries.WaitAfter(known.Count - 1 + waitsMade).TotalSeconds:0} s");
        }
    }

    private string NameOf(string id) => Stage.Store.Services.GetValueOrDefault(id)?.Spec.Name ?? "";

    private AnchorPolicy? EntryOf(string name) => FaultScenario.Followed(Stage.Policy, name) ?? FaultScenario.EntryOf(Stage.Policy, name);
}
