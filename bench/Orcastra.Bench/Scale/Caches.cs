namespace Orcastra.Bench.Scale;

/// <summary>
/// The processor's caches, filled with something else before each run: a program that looks every few seconds finds them so,
/// and a small Swarm that stayed in them from run to run would look cheaper than it ever is.
/// </summary>
internal static class Caches
{
    private const int Line = 64;

    // Several times what processors have.
    private static readonly byte[] Other = new byte[256 << 20];

    /// <summary>Fills them.</summary>
    public static void Sweep()
    {
        for (var at = 0; at < Other.Length; at += Line)
        {
            Other[at]++;
        }
    }
}
