using System.Globalization;

namespace Orcastra.Core.Leading;

/// <summary>One running Orcastra.</summary>
/// <param name="NodeId">The Swarm node whose engine it talks to.</param>
/// <param name="Host">Name of the host or container it runs in.</param>
/// <param name="ProcessId">Its process there.</param>
public sealed record Instance(string NodeId, string Host, int ProcessId)
{
    /// <summary>Tells this start of the program from every other: two containers in the network of their host are both process 1 there.</summary>
    public string Start { get; init; } = "";

    /// <summary>Where process IDs mean what <see cref="ProcessId"/> does: a kernel since its start, and a namespace there. Empty if not known.</summary>
    public string Space { get; init; } = "";

    /// <summary>ID of the container it runs in, if its engine knows that container; else empty.</summary>
    public string Container { get; init; } = "";

    /// <summary>The instance for people.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{NodeId}/{Host}/{ProcessId}");

    /// <summary>The instance as it stands in the lease.</summary>
    public override string ToString() => $"{Name}/{Start}/{Space}/{Container}".TrimEnd('/');

    /// <summary>Reads what <see cref="ToString"/> wrote, now or when it wrote but three parts; null for anything else.</summary>
    public static Instance? Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length is >= 3 and <= 6 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new(parts[0], parts[1], id) { Start = Part(3), Space = Part(4), Container = Part(5) }
            : null;

        string Part(int number) => number < parts.Length ? parts[number] : "";
    }
}
