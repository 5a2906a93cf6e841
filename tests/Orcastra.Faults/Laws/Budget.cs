using Orcastra.Core.Remembering;

namespace Orcastra.Faults;

/// <summary>No more groups are moved at the same time than ORCASTRA_MAX_PARALLEL_GROUPS allows.</summary>
internal sealed class Budget : Law
{
    public override string Sentence => "No more groups are moved at the same time than ORCASTRA_MAX_PARALLEL_GROUPS allows.";

    public override void OnMemory(MemoryWritten written)
    {
        var (before, after) = (Groups(written.Before), Groups(written.After));
        if (after.Count > Stage.Policy.MaxParallelGroups && after.Except(before).Any())
        {
            Break($"{after.Count} groups are moved at once: {string.Join(", ", after)}");
        }
    }

    private static List<string> Groups(Memory memory) => [.. memory.HandOffs.Values
        .Where(handOff => handOff.Purpose != HandOffPurpose.Restart)
        .Select(handOff => handOff.Anchor).Distinct()];
}
