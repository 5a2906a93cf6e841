namespace Orcastra.Core.Membership;

/// <summary>The pure function from the inventory, the engines and the Swarm's nodes to who joins, leads and leaves.</summary>
public static class MembershipPlanner
{
    /// <summary>Plans one pass.</summary>
    public static MembershipPlan Plan(MembershipView view)
    {
        var draft = new MembershipDraft(view);
        Dismiss(view, draft);
        if (view.Members.IsEmpty)
        {
            return draft.ToPlan(); // nobody asked us for more
        }

        if (!view.HasSwarm)
        {
            FormationPlanner.Plan(view, draft);
            return draft.ToPlan();
        }

        var wanted = Electorate.Of(view);
        JoinPlanner.Plan(view, draft, wanted);
        RolePlanner.Plan(view, draft, wanted);
        StalePlanner.Plan(view, draft);
        return draft.ToPlan();
    }

    private static void Dismiss(MembershipView view, MembershipDraft draft)
    {
        foreach (var node in view.Nodes.Where(node => node.IsGone && view.Unwanted.Contains(node.Id)))
        {
            new Removal(view, draft, "node", "its owner has asked for that").Plan(node);
        }
    }
}
