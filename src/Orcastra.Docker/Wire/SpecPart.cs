using System.Text.Json;
using Orcastra.Core.Planning;

namespace Orcastra.Docker.Wire;

/// <summary>A part of a raw service spec, as far as it matters where something of ours may be in it.</summary>
internal sealed class SpecPart
{
    private static readonly SpecPart Elsewhere = new();
    private static readonly SpecPart Labels = new();
    private static readonly SpecPart Template = new();
    private static readonly SpecPart Placement = new();
    private static readonly SpecPart Constraints = new();

    private SpecPart()
    {
    }

    /// <summary>The whole spec.</summary>
    public static SpecPart Root { get; } = new();

    /// <summary>The part that a field of this one is.</summary>
    public SpecPart Below(JsonProperty field)
    {
        if (this == Root)
        {
            return field.NameEquals("Labels"u8) ? Labels : field.NameEquals("TaskTemplate"u8) ? Template : Elsewhere;
        }

        if (this == Template)
        {
            return field.NameEquals("Placement"u8) ? Placement : Elsewhere;
        }

        return this == Placement && field.NameEquals("Constraints"u8) ? Constraints : Elsewhere;
    }

    /// <summary>True for a constraint that is a gate of ours.</summary>
    public bool IsGate(JsonElement item) => this == Constraints && Trace.IsGate(item.AsText());

    /// <summary>True for a field that is ours, or empty.</summary>
    public bool IsAbsent(JsonProperty field) => IsOurs(field) || Below(field).IsAbsent(field.Value);

    /// <summary>True for what is empty, or holds nothing but what is: the engine leaves such fields out or fills them in.</summary>
    public bool IsAbsent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => AreAllAbsent(value),
        JsonValueKind.Array => AreAllGates(value),
        JsonValueKind.String => value.ValueEquals(""u8),
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.True => false,
        _ => true,
    };

    private bool IsOurs(JsonProperty field) =>
        (this == Labels && field.NameEquals(Trace.Mark)) || (this == Template && field.NameEquals("ForceUpdate"u8));

    private bool AreAllAbsent(JsonElement value)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (!IsAbsent(field))
            {
                return false;
            }
        }

        return true;
    }

    private bool AreAllGates(JsonElement value)
    {
        foreach (var item in value.EnumerateArray())
        {
            if (!IsGate(item))
            {
                return false;
            }
        }

        return true;
    }
}
