using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Logging;

namespace Orcastra.Membership;

/// <summary>Says what a dry run would do to who is in the Swarm: each action once.</summary>
/// <param name="log">Where to.</param>
internal sealed class DryMembership(ILogger log)
{
    private readonly HashSet<(string Kind, string Subject)> _told = [];

    /// <summary>Takes the actions of the newest plan.</summary>
    public void Tell(IEnumerable<MembershipAction> actions)
    {
        foreach (var action in actions)
        {
            var words = MembershipWords.Of(action);
            if (_told.Add((words.Kind, action.Subject)))
            {
                log.For(Runner.Bootstrap).Information("dry run, would do {Kind:l} {Subject:l}{What:l} ({Reason:l})", words.Kind, action.Subject, words.What.Length > 0 ? $": {words.What}" : "", action.Reason);
            }
        }
    }
}
