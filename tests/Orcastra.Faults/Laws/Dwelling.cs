namespace Orcastra.Faults;

/// <summary>The dependents of an anchor that moves a second time in a row do not set out before its dwell is over.</summary>
internal sealed class Dwelling : Law
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public override string Sentence => "The dependents of an anchor that moves a second time in a row do not set out before its dwell is over.";

    public override void OnMemory(MemoryWritten written)
    {
        foreach (var (anchor, after) in written.After.Dwells)
        {
            if (written.Before.Dwells.GetValueOrDefault(anchor) is not { Moves: > 0 } before || before.MovedAt == after.MovedAt || before.Places.SequenceEqual(after.Places))
            {
                continue;
            }

            var length = Stage.Policy.Dwell * Math.Pow(2, before.Moves - 1);
            if (before.MovedAt + (length < Longest ? length : Longest) > after.MovedAt)
            {
                Break($"followed {Stage.Store.Services.GetValueOrDefault(anchor)?.Spec.Name} {(after.MovedAt - before.MovedAt).TotalSeconds:0.0} s after move {before.Moves}, whose dwell is {length.TotalSeconds:0} s");
            }
        }
    }
}
