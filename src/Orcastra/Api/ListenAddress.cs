using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orcastra.Api;

/// <summary>Where the HTTP surface listens.</summary>
/// <param name="Address">Address of this machine; the unspecified one for all of them.</param>
/// <param name="Port">TCP port; 0 lets the system choose.</param>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>The variable it is set by.</summary>
    public const string Variable = "ORCASTRA_LISTEN";

    /// <summary>Its value unless told otherwise: this machine only.</summary>
    public const string Default = "127.0.0.1:6060";

    /// <summary>Reads <c>host:port</c>: an IP address (IPv6 in brackets), <c>localhost</c>, or <c>*</c> for all addresses.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
        {
            return false;
        }

        var host = text[..colon] switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            ['[', .. var inner, ']'] when inner.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(inner, out var six) => six,
            var four when !four.Contains(':', StringComparison.Ordinal) && four.Count(c => c == '.') == 3 && IPAddress.TryParse(four, out var parsed) => parsed,
            _ => null,
        };
        address = host is null ? null : new ListenAddress(host, port);
        return address is not null;
    }

    /// <summary>As it is written in <see cref="Variable"/>.</summary>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
