using Orcastra.Core.Membership;

namespace Orcastra.Membership;

/// <summary>A change of membership in the words of plans and journals.</summary>
/// <param name="Kind">Such as <c>join-node</c>.</param>
/// <param name="What">What changes.</param>
internal sealed record MembershipWords(string Kind, string What)
{
    /// <summary>The words for an action.</summary>
    public static MembershipWords Of(MembershipAction action) => action.Match(
        init => new MembershipWords("init-swarm", init.AdvertiseAddress.Length > 0 ? $"at {init.AdvertiseAddress}" : ""),
        join => new MembershipWords("join-node", $"as a {(join.AsManager ? "manager" : "worker")}{(join.AdvertiseAddress.Length > 0 ? $" at {join.AdvertiseAddress}" : "")}"),
        _ => new MembershipWords("promote-node", "worker -> manager"),
        _ => new MembershipWords("demote-node", "manager -> worker"),
        remove => new MembershipWords("remove-node", $"entry {remove.Node.Id}"));
}
