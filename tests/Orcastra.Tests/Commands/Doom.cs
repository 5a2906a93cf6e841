namespace Orcastra.Tests.Commands;

/// <summary>Ends the process at the n-th thing it does, as far as anybody outside can tell.</summary>
/// <param name="at">Which, from 0.</param>
internal sealed class Doom(int at = int.MaxValue)
{
    private int _count;

    /// <summary>True once it has struck: what is dead does nothing any more.</summary>
    public bool HasStruck { get; private set; }

    public void Near()
    {
        if (HasStruck || _count++ == at)
        {
            HasStruck = true;
            throw new KilledException();
        }
    }
}

internal sealed class KilledException : Exception;
