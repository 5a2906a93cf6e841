using System.Collections.Immutable;
using Orcastra.Core.Remembering;
using Orcastra.Docker;

namespace Orcastra.Remembering;

/// <summary>Memory as it was read, with what is needed to write it back by compare-and-swap.</summary>
/// <param name="Memory">What is remembered.</param>
/// <param name="Config">The object it was read from; null if there is none yet.</param>
internal sealed record Remembered(Memory Memory, SwarmConfig? Config)
{
    private ImmutableSortedDictionary<string, string>? _labels;

    private ImmutableSortedDictionary<string, string> Labels => _labels ??= MemoryLabels.Write(Memory);

    /// <summary>Reads what the config object holds.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says what to do.</exception>
    public static Remembered From(SwarmConfig? config)
    {
        try
        {
            return new(config is null ? Memory.Empty : MemoryLabels.Read(config.Labels), config);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"config object {config!.Name}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads what the config object holds now; what it held before is not read again.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says what to do.</exception>
    public Remembered Again(SwarmConfig? config) =>
        config is not null && Config is not null && config.Labels.SequenceEqual(Config.Labels) ? this with { Config = config } : From(config);

    /// <summary>The labels to write so that this memory is remembered; null if the object holds exactly that.</summary>
    public ImmutableSortedDictionary<string, string>? ChangeTo(Memory memory)
    {
        var labels = memory == Memory ? Labels : MemoryLabels.Write(memory);
        var before = Config?.Labels ?? MemoryLabels.Write(Memory.Empty);
        return before.Count == labels.Count && labels.All(label => before.GetValueOrDefault(label.Key) == label.Value) ? null : labels;
    }
}
