namespace Orcastra.Commands.Filing;

/// <summary>Says what is wrong once, however often it is met, until something goes well again.</summary>
/// <param name="log">Where to.</param>
internal sealed class Complaints(ILogger log)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Says it, unless it has been said.</summary>
    public void Say(string message)
    {
        if (_said.Add(message))
        {
            log.Warning("{Message:l}", message);
        }
    }

    /// <summary>Something went well: what is wrong after that is news.</summary>
    public void Forget() => _said.Clear();
}
