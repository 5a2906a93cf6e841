namespace Orcastra.Core.Membership;

/// <summary>The pure function from the inventory, the engines and the Swarm's nodes to who joins, leads and leaves.</summary>
public static class MembershipPlanner
{
    /// <summary>Plans one pass.</summary>
    public static MembershipPlan Plan(MembershipView view)
    {
        var draft = new MembershipDraft(view);
        if (view.Members.IsEmpty)
        {
            return draft.ToPlan(); // nobody asked us
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
}
