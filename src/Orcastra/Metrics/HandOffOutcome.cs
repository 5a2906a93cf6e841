namespace Orcastra.Metrics;

/// <summary>How a hand-off ended.</summary>
public enum HandOffOutcome
{
    /// <summary>The dependent runs where it belongs.</summary>
    Done,

    /// <summary>It did not run there and was brought back.</summary>
    Undone,

    /// <summary>Its owner deployed in the middle, and that won.</summary>
    Overtaken,
}
