namespace Orcastra.Simulator;

/// <summary>Makes nodes managers or workers as is wished, as far as the quorum allows; tries again every five seconds.</summary>
internal sealed class RoleKeeper(Term term)
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    public void Begin()
    {
        foreach (var node in term.Store.Nodes.Values)
        {
            Look(node);
        }
    }

    public void OnChange(Change change)
    {
        if (change.Record is NodeRecord node)
        {
            if (change.Kind == ChangeKind.Removed)
            {
                term.Grid.Members.Remove(node.Id);
            }
            else
            {
                Look(node);
            }
        }
    }

    private void Look(NodeRecord node)
    {
        if (node.Spec.WantsManager != node.IsManager)
        {
            term.After(Reaction, () => Settle(node));
        }
    }

    private void Settle(NodeRecord node)
    {
        if (!term.Store.Nodes.ContainsKey(node.Id) || node.Spec.WantsManager == node.IsManager)
        {
            return;
        }

        if (node.Spec.WantsManager)
        {
            Write(node, isManager: true);
            term.After(AdmissionTime(node), () => Admit(node));
        }
        else if (!term.Grid.Members.ContainsKey(node.Id))
        {
            Write(node, isManager: false);
        }
        else if (term.Grid.Leader?.NodeId == node.Id)
        {
            term.Grid.Resign(term.Dice.Between(1, 2));
        }
        else if (term.Grid.MayLose(node.Id))
        {
            term.Grid.Members.Remove(node.Id);
            Write(node, isManager: false);
            term.Grid.Reconsider();
        }
        else
        {
            term.After(Retry, () => Settle(node));
        }
    }

    // Whoever was a manager before takes much longer to become one again.
    private TimeSpan AdmissionTime(NodeRecord node)
    {
        var machine = term.Grid.Leader!.Cluster.Nodes.FirstOrDefault(machine => machine.NodeId == node.Id);
        var wasBefore = machine is not null && !term.Grid.FormerMembers.Add(node.Id);
        return wasBefore ? term.Dice.Between(28, 32) : term.Dice.Between(0.3, 0.8);
    }

    // The machine has to fetch its new certificate and to join the others.
    private void Admit(NodeRecord node)
    {
        var machine = term.Grid.Leader!.Cluster.Nodes.FirstOrDefault(machine => machine.NodeId == node.Id);
        if (!node.IsManager || !node.Spec.WantsManager || !term.Store.Nodes.ContainsKey(node.Id))
        {
            return;
        }

        if (machine is { IsInSwarm: true } && Grid.Reaches(machine, term.Grid.Leader))
        {
            term.Grid.Members[node.Id] = machine;
            term.Grid.Reconsider();
        }
        else
        {
            term.After(Retry, () => Admit(node));
        }
    }

    private void Write(NodeRecord node, bool isManager) => term.Store.Commit(commit =>
    {
        commit.Touch(node);
        node.IsManager = isManager;
    });
}
