namespace Orcastra.Config;

/// <summary>When listed nodes are brought into the Swarm.</summary>
internal enum BootstrapMode
{
    /// <summary>At start.</summary>
    Once,

    /// <summary>At start and at an interval.</summary>
    Loop,

    /// <summary>At start, whenever something shows that one is missing, and at an interval.</summary>
    Watch,
}
