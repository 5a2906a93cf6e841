using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>An amount of what nodes have and tasks reserve.</summary>
/// <param name="NanoCpus">Processor time.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Generic">Anything else, by its kind.</param>
internal sealed record Resources(long NanoCpus, long Memory, IReadOnlyDictionary<string, long> Generic)
{
    public static readonly Resources None = new(0, 0, new Dictionary<string, long>(StringComparer.Ordinal));

    public bool IsNone => NanoCpus == 0 && Memory == 0 && Generic.Count == 0;

    public static Resources Read(JsonNode? json)
    {
        if (json is null)
        {
            return None;
        }

        var generic = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var item in json.Items("GenericResources"))
        {
            var (kind, amount) = item.Child("NamedResourceSpec") is { } named
                ? (named.Text("Kind"), 1)
                : (item.Child("DiscreteResourceSpec").Text("Kind"), item.Child("DiscreteResourceSpec").Number("Value"));
            generic[kind] = generic.GetValueOrDefault(kind) + amount;
        }

        return new(json.Number("NanoCPUs"), json.Number("MemoryBytes"), generic);
    }

    public bool Fits(Resources into) => NanoCpus <= into.NanoCpus && Memory <= into.Memory
        && Generic.All(item => item.Value <= into.Generic.GetValueOrDefault(item.Key));

    public Resources Minus(Resources other) => Plus(other, -1);

    public Resources Plus(Resources other) => Plus(other, 1);

    private Resources Plus(Resources other, int sign)
    {
        if (other.IsNone)
        {
            return this;
        }

        var generic = Generic;
        if (other.Generic.Count > 0)
        {
            var sum = new Dictionary<string, long>(Generic, StringComparer.Ordinal);
            foreach (var (kind, amount) in other.Generic)
            {
                sum[kind] = sum.GetValueOrDefault(kind) + (sign * amount);
            }

            generic = sum;
        }

        return new(NanoCpus + (sign * other.NanoCpus), Memory + (sign * other.Memory), generic);
    }
}
