namespace Orcastra.Faults;

/// <summary>Something that somebody or something does to a Swarm. What makes no sense when its time comes is left undone.</summary>
internal abstract record Deed
{
    /// <summary>It in words, as steps of a scenario are written.</summary>
    public abstract string Text { get; }

    /// <summary>Does it.</summary>
    public abstract void Happen(Stage stage);
}
