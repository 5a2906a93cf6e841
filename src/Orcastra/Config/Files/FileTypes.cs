using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>The types that only files have.</summary>
internal static partial class FileTypes
{
    /// <summary>Hostname or node ID.</summary>
    public static ValueType<string> NodeName { get; } = new(
        "name", "is no hostname and no node ID; use letters, digits, '.', '-' and '_'", (text, out value) => Names.IsNode(value = text));

    /// <summary>An IP address, written in full.</summary>
    public static ValueType<string> Ip { get; } = new("address", "is no IP address; write e.g. 192.0.2.10", (text, out value) => IsIp(value = text));

    /// <summary>What Docker takes as <c>--advertise-addr</c>: an address or a network interface, and maybe a port.</summary>
    public static ValueType<string> AdvertiseAddress { get; } = new(
        "address", "is no address to advertise; write an IP address or a network interface, e.g. 192.0.2.10 or eth0", ReadAdvertise);

    /// <summary>Role of a node.</summary>
    public static ValueType<NodeRole> Role { get; } = ValueTypes.OneOf(("auto", NodeRole.Auto), ("manager", NodeRole.Manager), ("worker", NodeRole.Worker));

    /// <summary>The engine of a node, where it is not reached at its address.</summary>
    public static ValueType<string> Host => EnvironmentTypes.DockerHost;

    /// <summary>A stack; an explicit empty text means that names are full already.</summary>
    public static ValueType<string> Stack { get; } = new(
        "name",
        "cannot be part of a service's name; use letters, digits, - and _, or '' for names that are full already",
        (text, out value) => (value = text).Length == 0 || Names.IsService(text));

    /// <summary>The plain name of a service.</summary>
    public static ValueType<string> Service { get; } = new(
        "name", "cannot be a service's name; use letters, digits, - and _, with a letter or digit first and last", (text, out value) => Names.IsService(value = text));

    private static bool ReadAdvertise(string text, out string value)
    {
        value = text;
        if (IsIp(text) || InterfacePattern().IsMatch(text))
        {
            return true;
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && ValueTypes.Whole(1, IPEndPoint.MaxPort).TryRead(text[(colon + 1)..], out _)
            && (IsIp(text[..colon].Trim('[', ']')) || InterfacePattern().IsMatch(text[..colon]));
    }

    /// <summary>.NET also takes <c>10.1</c> and <c>0x7f.1</c>, which nobody means.</summary>
    private static bool IsIp(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.StartsWith('[')
            : address.ToString().Equals(text, StringComparison.Ordinal));

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9._-]{0,14}\z")]
    private static partial Regex InterfacePattern();
}
