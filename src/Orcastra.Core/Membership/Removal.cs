using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>
/// Takes the entry of a node that is gone out of the Swarm. A manager is demoted first, one at a time and never below quorum:
/// Swarm removes no manager.
/// </summary>
/// <param name="View">What is seen.</param>
/// <param name="Draft">The plan so far.</param>
/// <param name="Called">How the entry is called, such as "its old entry".</param>
/// <param name="Reason">Why it is removed.</param>
internal sealed record Removal(MembershipView View, MembershipDraft Draft, string Called, string Reason)
{
    /// <summary>Plans the next step.</summary>
    public void Plan(Node node)
    {
        if (node.IsManager)
        {
            Demote(node);
        }
        else if (node.ManagerAddress.Length == 0)
        {
            Draft.Add(new RemoveNode(Reason, node));
        }
        else
        {
            Draft.Wait(node.Hostname, $"{Called} {node.Id} is being demoted; it is removed afterwards");
        }
    }

    private void Demote(Node node)
    {
        if (Quorum.MayLose(View, node))
        {
            Draft.AddChangeOfManagers(new DemoteNode(Reason, node));
        }
        else
        {
            Draft.Refuse(node.Hostname, $"{Called} {node.Id} stays a manager: too few of the others reach each other to be a majority");
        }
    }
}
