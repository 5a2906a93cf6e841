using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orcastra.Core.Remembering;

/// <summary>
/// Memory as labels of a Swarm config object: they replicate by Raft, are written by compare-and-swap, and restart nothing.
/// </summary>
public static class MemoryLabels
{
    private const string FormatKey = "orcastra.format";
    private const string Format = "1";
    private const string HandOffs = "handoff.";
    private const string Attempts = "attempts.";
    private const string Adoptions = "adopted.";
    private const string Dwells = "dwell.";
    private const string Returns = "returned.";
    private const string OwnedLabels = "labels.";
    private const string AnchorLabels = "anchors";
    private const string Rejections = "rejected.";
    private const string Commands = "command.";
    private const string Pauses = "paused.";
    private const string Drains = "drain.";
    private const string Reboots = "reboot.";
    private const string Kept = "kept.";
    private const string HeldReload = "held";

    /// <summary>The labels that hold this memory.</summary>
    public static ImmutableSortedDictionary<string, string> Write(Memory memory)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        labels[FormatKey] = Format;
        Put(labels, HandOffs, memory.HandOffs, MemoryJson.Default.HandOff);
        Put(labels, Attempts, memory.Attempts, MemoryJson.Default.Attempts);
        Put(labels, Adoptions, memory.Adoptions, MemoryJson.Default.Adoption);
        Put(labels, Dwells, memory.Dwells, MemoryJson.Default.Dwell);
        Put(labels, Returns, memory.Returns, MemoryJson.Default.Dwell);
        Put(labels, Rejections, memory.Rejections, MemoryJson.Default.Attempts);
        Put(labels, Commands, memory.Commands, MemoryJson.Default.CommandRecord);
        Put(labels, Pauses, memory.Pauses, MemoryJson.Default.Pause);
        Put(labels, Drains, memory.Drains, MemoryJson.Default.Drain);
        Put(labels, Reboots, memory.Reboots, MemoryJson.Default.Reboot);
        Put(labels, Kept, memory.Kept, MemoryJson.Default.KeptSpec);
        foreach (var (node, keys) in memory.OwnedLabels)
        {
            labels[OwnedLabels + node] = string.Join(',', keys);
        }

        if (!memory.AnchorLabels.IsEmpty)
        {
            labels[AnchorLabels] = string.Join(',', memory.AnchorLabels);
        }

        if (memory.HeldReload.Length > 0)
        {
            labels[HeldReload] = memory.HeldReload;
        }

        return labels.ToImmutable();
    }

    /// <summary>The memory that these labels hold.</summary>
    /// <exception cref="FormatException">A newer version wrote them, or somebody else did.</exception>
    public static Memory Read(IReadOnlyDictionary<string, string> labels)
    {
        if (labels.TryGetValue(FormatKey, out var format) && format != Format)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the memory was written in format {format}, this version knows format {Format}: run the newer version, or `orcastra release` with it first"));
        }

        return new()
        {
            HandOffs = Take(labels, HandOffs, MemoryJson.Default.HandOff, MemoryCheck.Lacks),
            Attempts = Take(labels, Attempts, MemoryJson.Default.Attempts, MemoryCheck.Lacks),
            Adoptions = Take(labels, Adoptions, MemoryJson.Default.Adoption, MemoryCheck.Lacks),
            Dwells = Take(labels, Dwells, MemoryJson.Default.Dwell, MemoryCheck.Lacks),
            Returns = Take(labels, Returns, MemoryJson.Default.Dwell, MemoryCheck.Lacks),
            Rejections = Take(labels, Rejections, MemoryJson.Default.Attempts, MemoryCheck.Lacks),
            Commands = Take(labels, Commands, MemoryJson.Default.CommandRecord, MemoryCheck.Lacks),
            Pauses = Take(labels, Pauses, MemoryJson.Default.Pause, MemoryCheck.Lacks),
            Drains = Take(labels, Drains, MemoryJson.Default.Drain, MemoryCheck.Lacks),
            Reboots = Take(labels, Reboots, MemoryJson.Default.Reboot, MemoryCheck.Lacks),
            Kept = Take(labels, Kept, MemoryJson.Default.KeptSpec, MemoryCheck.Lacks),
            OwnedLabels = labels.Where(label => label.Key.StartsWith(OwnedLabels, StringComparison.Ordinal))
                .ToImmutableSortedDictionary(label => label.Key[OwnedLabels.Length..], label => Names(label.Value), StringComparer.Ordinal),
            AnchorLabels = Names(labels.GetValueOrDefault(AnchorLabels, "")),
            HeldReload = labels.GetValueOrDefault(HeldReload, ""),
        };
    }

    private static ImmutableSortedSet<string> Names(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).ToImmutableSortedSet(StringComparer.Ordinal);

    private static void Put<T>(
        ImmutableSortedDictionary<string, string>.Builder labels, string prefix, ImmutableSortedDictionary<string, T> entries, JsonTypeInfo<T> type)
    {
        foreach (var (key, entry) in entries)
        {
            labels[prefix + key] = JsonSerializer.Serialize(entry, type);
        }
    }

    private static ImmutableSortedDictionary<string, T> Take<T>(
        IReadOnlyDictionary<string, string> labels, string prefix, JsonTypeInfo<T> type, Func<T, string?> lacks)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (key, text) in labels.Where(label => label.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            try
            {
                var entry = JsonSerializer.Deserialize(text, type) ?? throw new JsonException("null");
                entries[key[prefix.Length..]] = lacks(entry) is { } lacking ? throw new JsonException($"it lacks {lacking}") : entry;
            }
            catch (JsonException cause)
            {
                throw new FormatException($"the memory's label {key} cannot be read ({cause.Message}): remove that label, or the config object, if nobody else needs it", cause);
            }
        }

        return entries.ToImmutable();
    }
}

/// <summary>Generated at compile time, so that trimming takes nothing away.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(HandOff))]
[JsonSerializable(typeof(Attempts))]
[JsonSerializable(typeof(Adoption))]
[JsonSerializable(typeof(Dwell))]
[JsonSerializable(typeof(CommandRecord))]
[JsonSerializable(typeof(Pause))]
[JsonSerializable(typeof(Drain))]
[JsonSerializable(typeof(Reboot))]
[JsonSerializable(typeof(KeptSpec))]
internal sealed partial class MemoryJson : JsonSerializerContext;
