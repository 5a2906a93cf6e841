using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Finds the one placement constraint by which alone a spec differs from the previous one: it may be one that we were asked to add.</summary>
internal static class AddedConstraint
{
    /// <summary>The constraint; null if the specs do not differ, or by something else.</summary>
    public static string? Of(JsonElement spec, Service service)
    {
        if (service.PreviousSpec is not { } previous || previous.UserHash == service.Spec.UserHash)
        {
            return null;
        }

        var before = Trace.OwnConstraints(previous).ToHashSet(StringComparer.Ordinal);
        var own = Trace.OwnConstraints(service.Spec).ToList();
        var added = own.Where(text => !before.Contains(text)).ToList();

        // Only few get as far as here, so that a second hash costs nothing.
        return added.Count == 1 && own.Count == before.Count + 1 && HashWithout(spec, added[0]) == previous.UserHash ? added[0] : null;
    }

    private static string HashWithout(JsonElement spec, string constraint)
    {
        var edited = JsonObject.Create(spec)!.DeepClone();
        (edited["TaskTemplate"]!["Placement"]!["Constraints"] as JsonArray)!.RemoveAll(entry => entry is JsonValue value && value.TryGetValue<string>(out var text) && text == constraint);
        using var json = JsonDocument.Parse(edited.ToJsonString());
        return UserHash.Of(json.RootElement);
    }
}
