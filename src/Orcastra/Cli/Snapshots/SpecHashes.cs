using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Core.Remembering;
using Orcastra.Docker.Wire;

namespace Orcastra.Cli.Snapshots;

/// <summary>
/// Masking changes the hashes of specs that memory compares with. Memory is made to say the same of the masked specs, so
/// that a snapshot is planned as the Swarm itself is; and no hash of a secret leaves the house.
/// </summary>
internal static class SpecHashes
{
    private const string OfAnotherSpec = "another-spec";

    /// <summary>The hash of each service's spec, by service ID.</summary>
    public static ImmutableDictionary<string, string> Of(JsonArray services)
    {
        using var json = JsonDocument.Parse(services.ToJsonString());
        return ServiceJson.ReadAll(json.RootElement).ToImmutableDictionary(service => service.Id, service => service.Spec.UserHash);
    }

    /// <summary>The memory with each hash replaced: equal ones stay equal, different ones stay different.</summary>
    public static Memory Translate(Memory memory, ImmutableDictionary<string, string> before, ImmutableDictionary<string, string> after)
    {
        string Translated(string service, string hash) => before.GetValueOrDefault(service) == hash ? after[service] : OfAnotherSpec;

        string TranslatedIfAny(string service, string hash) => hash.Length == 0 ? "" : Translated(service, hash);

        return memory with
        {
            HandOffs = memory.HandOffs.SetItems(memory.HandOffs.Values.Select(handOff =>
                KeyValuePair.Create(handOff.ServiceId, handOff with { UserHash = Translated(handOff.ServiceId, handOff.UserHash) }))),
            Kept = memory.Kept.SetItems(memory.Kept.Select(entry => KeyValuePair.Create(
                entry.Key,
                entry.Value with { UserHash = TranslatedIfAny(entry.Key, entry.Value.UserHash), Precedes = Translated(entry.Key, entry.Value.Precedes) }))),
            Attempts = memory.Attempts.SetItems(memory.Attempts.Select(entry =>
                KeyValuePair.Create(entry.Key, entry.Value with { Circumstances = Circumstances(entry.Key, entry.Value.Circumstances, Translated) }))),
        };
    }

    // Circumstances are the hash, a slash, and what else they depend on.
    private static string Circumstances(string service, string text, Func<string, string, string> translated) =>
        text.Split('/', 2) is [var hash, var rest] ? $"{translated(service, hash)}/{rest}" : text;
}
