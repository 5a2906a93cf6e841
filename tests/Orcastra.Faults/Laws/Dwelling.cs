namespace Orcastra.Faults;

/// <summary>The dependents of an anchor that moves a second time in a row do not set out before its dwell is over.</summary>
internal sealed class Dwelling : Law
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Counted here, whatever Orcastra remembers of it.
    private readonly Dictionary<string, (string Places, DateTimeOffset MovedAt, int Moves)> _moves = new(StringComparer.Ordinal);

    public override string Sentence => "The dependents of an anchor that moves a second time in a row do not set out before its dwell is over.";

    public override void OnMemory(MemoryWritten written)
    {
        foreach (var (anchor, dwell) in written.After.Dwells.Where(entry => entry.Value.Moves > 0))
        {
            var places = string.Join(',', dwell.Places);
            var known = _moves.GetValueOrDefault(anchor);
            if (known.Moves == 0)
            {
                _moves[anchor] = (places, dwell.MovedAt, 1);
            }
            else if (known.MovedAt != dwell.MovedAt && known.Places != places)
            {
                Check(anchor, known, dwell.MovedAt);
                _moves[anchor] = (places, dwell.MovedAt, dwell.MovedAt - known.MovedAt > 4 * Length(known.Moves) ? 1 : known.Moves + 1);
            }
        }
    }

    private void Check(string anchor, (string Places, DateTimeOffset MovedAt, int Moves) known, DateTimeOffset at)
    {
        if (known.MovedAt + Length(known.Moves) > at)
        {
            Break($"followed {Stage.Store.Services.GetValueOrDefault(anchor)?.Spec.Name} {(at - known.MovedAt).TotalSeconds:0.0} s after move {known.Moves}, whose dwell is {Length(known.Moves).TotalSeconds:0} s");
        }
    }

    private TimeSpan Length(int moves)
    {
        var length = Stage.Policy.Dwell * Math.Pow(2, moves - 1);
        return length < Longest ? length : Longest;
    }
}
