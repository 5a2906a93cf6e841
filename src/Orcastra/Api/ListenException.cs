namespace Orcastra.Api;

/// <summary>The HTTP surface cannot listen where it was told to.</summary>
public sealed class ListenException : Exception
{
    internal ListenException(ListenAddress address, Exception cause)
        : base($"Cannot listen on {address}: {Innermost(cause)}. Stop what has that address, or set {ListenAddress.Variable} to another one as host:port.", cause)
    {
    }

    private static string Innermost(Exception cause) => cause.GetBaseException().Message.TrimEnd('.');
}
