namespace Orcastra.Faults;

/// <summary>The laws.</summary>
internal static class Laws
{
    /// <summary>All that are watched over in a run. What must hold in the end is asked by <see cref="Ending"/>.</summary>
    public static IReadOnlyList<Law> All() =>
    [
        new NeverTwice(),
        new NoWriteMidRollout(),
        new NoWriteWhileStopping(),
        new OnlyPlannedFields(),
        new ReplicasNever(),
        new RetriesWait(),
        new Dwelling(),
        new Budget(),
        new NoNeedlessRestart(),
        new RestartsInPlace(),
        new NotDownForLong(),
        new WholeLooksOnly(),
        new NoEffectTwice(),
        new CommandsOnce(),
        new MovedAsAsked(),
        new QuorumKept(),
        new OneNodeOut(),
        new AvailabilityRestored(),
        new DryIsDry(),
        new NoSurprise(),
    ];
}
