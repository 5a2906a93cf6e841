using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>Puts the files together: where two name the same thing, the single file wins over <c>swarm.yml</c>, and it is said.</summary>
/// <param name="findings">Where errors and notes go.</param>
internal sealed class Joiner(Findings findings)
{
    /// <summary>One draft of three.</summary>
    public FileDraft Join(FileDraft both, FileDraft nodes, FileDraft dependencies) => new(
        new()
        {
            HasNodes = both.Nodes.HasNodes || nodes.Nodes.HasNodes,
            Nodes = Join(both.Nodes.Nodes, nodes.Nodes.Nodes, node => node.Name, node => node.Place, "node"),
            Leader = Join(both.Nodes.Leader, nodes.Nodes.Leader, "leader"),
            AdvertiseAddress = Join(both.Nodes.AdvertiseAddress, nodes.Nodes.AdvertiseAddress, "advertise_addr"),
            Prune = Join(both.Nodes.Prune, nodes.Nodes.Prune, "options.prune_unknown_labels"),
        },
        both.HasDependencies || dependencies.HasDependencies,
        Join(WithoutOtherStacks(both.Anchors, dependencies.Anchors), dependencies.Anchors, anchor => anchor.Policy.Name, anchor => anchor.Place, "anchor"));

    /// <summary>Two services of one plain name, in two stacks, would share one node label: neither file can win.</summary>
    private ImmutableArray<AnchorDraft> WithoutOtherStacks(ImmutableArray<AnchorDraft> lower, ImmutableArray<AnchorDraft> upper)
    {
        var stacks = upper.ToDictionary(anchor => anchor.Policy.Name, StringComparer.Ordinal);
        return lower.RemoveAll(anchor =>
        {
            if (!stacks.TryGetValue(anchor.Policy.Name, out var other) || other.Policy.Stack == anchor.Policy.Stack)
            {
                return false;
            }

            findings.Error(
                anchor.Place,
                $"anchor '{anchor.Policy.Name}' is of stack '{anchor.Policy.Stack}' here and of stack '{other.Policy.Stack}' at {other.Place}; one label name cannot serve two stacks, rename one of the services");
            return true;
        });
    }

    private ImmutableArray<T> Join<T>(ImmutableArray<T> lower, ImmutableArray<T> upper, Func<T, string> name, Func<T, Place> place, string what)
    {
        var winners = upper.ToDictionary(name, place, StringComparer.Ordinal);
        var rest = lower.RemoveAll(one =>
        {
            var isLost = winners.TryGetValue(name(one), out var winner);
            if (isLost)
            {
                Overridden($"{what} '{name(one)}'", place(one), winner);
            }

            return isLost;
        });
        return [.. upper, .. rest];
    }

    private Placed? Join(Placed? lower, Placed? upper, string what)
    {
        if (lower is { } lost && upper is { } winner)
        {
            Overridden(what, lost.Place, winner.Place);
        }

        return upper ?? lower;
    }

    private void Overridden(string what, Place lost, Place winner) => findings.Note($"{lost}: {what} is not used, {winner} wins");
}
