using System.Collections.Immutable;

namespace Orcastra.Docker;

/// <summary>One entry of <c>GET /containers/json</c>.</summary>
/// <param name="Id">The engine's ID.</param>
/// <param name="Name">Its name without the slash.</param>
/// <param name="Image">What it was started from.</param>
/// <param name="ImageId">ID of that image.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>exited</c> and so on.</param>
/// <param name="Status">The same for people, with health.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Labels">Its labels; tasks carry <c>com.docker.swarm.*</c>.</param>
public sealed record Container(
    string Id,
    string Name,
    string Image,
    string ImageId,
    string State,
    string Status,
    DateTimeOffset CreatedAt,
    ImmutableSortedDictionary<string, string> Labels);
