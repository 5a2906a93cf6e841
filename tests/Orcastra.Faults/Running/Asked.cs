using System.Globalization;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What a request is about.</summary>
internal enum AskedFor
{
    Other,
    AllServices,
    AllNodes,
    AllTasks,
    Service,
    Node,
    Memory,
    Lease,
}

/// <summary>A request of an instance, understood.</summary>
/// <param name="What">What it is about.</param>
/// <param name="Id">The one object it is about; empty if it is about many.</param>
/// <param name="Version">The version it compares with; 0 for none.</param>
/// <param name="IsWrite">True if it changes something.</param>
/// <param name="Text">Method and path.</param>
internal sealed record Asked(AskedFor What, string Id, ulong Version, bool IsWrite, string Text)
{
    private const string Memory = "orcastra-memory";
    private const string Lease = "orcastra-lease";

    /// <summary>Understands a request.</summary>
    public static Asked Of(HttpRequestMessage request, Store store)
    {
        var uri = request.RequestUri!;
        var isWrite = request.Method != HttpMethod.Get && request.Method != HttpMethod.Head;
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        ReadOnlySpan<string> path = parts is [['v', >= '0' and <= '9', ..], ..] ? parts.AsSpan(1) : parts;
        var (what, id) = path switch
        {
            ["services"] => (AskedFor.AllServices, ""),
            ["nodes"] => (AskedFor.AllNodes, ""),
            ["tasks"] => (uri.Query.Length == 0 ? AskedFor.AllTasks : AskedFor.Other, ""),
            ["services", var service, ..] => (AskedFor.Service, service),
            ["nodes", var node, ..] => (AskedFor.Node, node),
            ["configs", "create"] => (AskedFor.Other, ""),
            ["configs", var config, ..] => (Named(store.Configs.GetValueOrDefault(config)?.Name ?? ""), config),
            ["configs"] => (Named(uri.Query.Contains(Memory, StringComparison.Ordinal) ? Memory : uri.Query.Contains(Lease, StringComparison.Ordinal) ? Lease : ""), ""),
            _ => (AskedFor.Other, ""),
        };
        return new(what, id, isWrite ? VersionIn(uri.Query) : 0, isWrite, $"{request.Method} {uri.PathAndQuery}");
    }

    private static AskedFor Named(string config) => config switch
    {
        Memory => AskedFor.Memory,
        Lease => AskedFor.Lease,
        _ => AskedFor.Other,
    };

    private static ulong VersionIn(string query)
    {
        const string Key = "version=";
        var at = query.IndexOf(Key, StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;
        }

        var digits = query.AsSpan(at + Key.Length);
        var end = digits.IndexOf('&');
        return ulong.Parse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
