using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>The spec that a service had before the present one, as it can be written back.</summary>
/// <param name="UserHash">Hash of the owner's part of it.</param>
/// <param name="Precedes">Hash of the owner's part of the spec that the service has.</param>
/// <param name="Text">The raw spec, without what is ours in it. It may hold secrets: not for any log.</param>
public sealed record PreviousSpec(string UserHash, string Precedes, string Text)
{
    /// <summary>Hash of the owner's part of a raw spec.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static string HashOf(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Wire.UserHash.Of(json.RootElement);
    }

    /// <summary>Without the text, which is nobody's business.</summary>
    public override string ToString() => $"{nameof(PreviousSpec)} {UserHash}";

    internal static PreviousSpec Of(JsonObject spec, JsonObject previous)
    {
        var clean = (JsonObject)previous.DeepClone();
        SpecEditor.Apply(clean, [new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), new SpecEdit.RemoveServiceLabel(Trace.Mark)]);
        var text = clean.ToJsonString();
        return new(HashOf(text), HashOf(spec.ToJsonString()), text);
    }
}
