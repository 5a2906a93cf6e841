namespace Orcastra.Simulating;

/// <summary>A scenario asks for what cannot be: the message says what, and what the Swarm said.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>With what is wrong.</summary>
    public ScenarioException(string message)
        : base(message)
    {
    }
}
