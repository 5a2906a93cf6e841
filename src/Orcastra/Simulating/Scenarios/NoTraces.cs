using Orcastra.Core.Remembering;
using Orcastra.Docker.Wire;
using Orcastra.Releasing;

namespace Orcastra.Simulating;

/// <summary>Nothing of a hand-off is left: no gate, no mark, no gate label, nothing remembered as under way.</summary>
internal sealed record NoTraces(TimeSpan Within) : Expectation(Within)
{
    /// <inheritdoc/>
    public override string Words => "no traces of hand-offs";

    /// <inheritdoc/>
    public override async Task<string?> WhyNotAsync(World world)
    {
        if (await world.Lookout.SnapshotAsync() is not { } seen || await world.User.ReadAsync("/configs") is not { } configs)
        {
            return "no manager answers";
        }

        var name = Cli.Engine.MemoryName(world.Scenario.Settings);
        var record = configs.EnumerateArray().Select(ConfigJson.Read).FirstOrDefault(config => config.Name == name);
        var memory = record is null ? Memory.Empty : MemoryLabels.Read(record.Labels);
        var left = Belongings.In(seen, memory).FirstOrDefault(one => one.IsTrace || one.Kind == "gate label");
        return left is not null ? $"{left.Subject} has {left.What}"
            : memory.HandOffs.IsEmpty ? null
            : $"a hand-off of {seen.Services.GetValueOrDefault(memory.HandOffs.Keys.Order(StringComparer.Ordinal).First())?.Name ?? "a service that is gone"} is under way";
    }
}
