namespace Orcastra.Simulator;

/// <summary>The nodes that could take the tasks of one group, from which the best is taken again and again.</summary>
internal sealed class Places(TaskRecord sample, List<NodeLoad> candidates, Term term)
{
    private const int TooManyFailures = 5;

    private readonly bool _anyFailures = candidates.Exists(load => load.RecentFailures(sample, term.Now) >= TooManyFailures);

    /// <summary>The best of those that still have room; null if none has.</summary>
    public NodeLoad? Best(Filters filters)
    {
        while (candidates.Count > 0)
        {
            var best = sample.Spec.Task.Spreads.Count == 0 ? Least(candidates) : InBranch(candidates, 0);
            if (filters.Pass(sample, best))
            {
                return best;
            }

            candidates.Remove(best);
        }

        return null;
    }

    // The branch with the fewest tasks of the service first, then the same by the next label.
    private NodeLoad InBranch(List<NodeLoad> nodes, int depth)
    {
        if (depth == sample.Spec.Task.Spreads.Count)
        {
            return Least(nodes);
        }

        var descriptor = sample.Spec.Task.Spreads[depth];
        var branch = nodes.GroupBy(load => ValueOf(descriptor, load.Node)).MinBy(group => group.Sum(load => load.ActiveOf(sample.ServiceId)))!;
        return InBranch([.. branch], depth + 1);
    }

    private static string ValueOf(string descriptor, NodeRecord node)
    {
        const string NodeLabels = "node.labels.";
        const string EngineLabels = "engine.labels.";
        return descriptor.StartsWith(NodeLabels, StringComparison.OrdinalIgnoreCase) ? node.Spec.Labels.GetValueOrDefault(descriptor[NodeLabels.Length..], "")
            : descriptor.StartsWith(EngineLabels, StringComparison.OrdinalIgnoreCase) ? node.Description.EngineLabels.GetValueOrDefault(descriptor[EngineLabels.Length..], "")
            : "";
    }

    // Among equals chance decides, as the order of a Go map does.
    private NodeLoad Least(List<NodeLoad> nodes)
    {
        var best = nodes[0];
        var equals = 1;
        for (var i = 1; i < nodes.Count; i++)
        {
            var order = Compare(nodes[i], best);
            if (order < 0)
            {
                (best, equals) = (nodes[i], 1);
            }
            else if (order == 0 && term.Dice.Below(++equals) == 0)
            {
                best = nodes[i];
            }
        }

        return best;
    }

    private int Compare(NodeLoad left, NodeLoad right)
    {
        if (_anyFailures)
        {
            var (failuresLeft, failuresRight) = (left.RecentFailures(sample, term.Now), right.RecentFailures(sample, term.Now));
            if (Math.Max(failuresLeft, failuresRight) >= TooManyFailures && failuresLeft != failuresRight)
            {
                return failuresLeft.CompareTo(failuresRight);
            }
        }

        var byService = left.ActiveOf(sample.ServiceId).CompareTo(right.ActiveOf(sample.ServiceId));
        return byService != 0 ? byService : left.Active.CompareTo(right.Active);
    }
}
