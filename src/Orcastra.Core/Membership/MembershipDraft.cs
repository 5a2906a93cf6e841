using System.Collections.Immutable;
using Orcastra.Core.Planning;

namespace Orcastra.Core.Membership;

/// <summary>The plan of membership while its parts write it.</summary>
internal sealed class MembershipDraft
{
    private readonly ImmutableArray<MembershipAction>.Builder _actions = ImmutableArray.CreateBuilder<MembershipAction>();
    private readonly ImmutableArray<Refusal>.Builder _refusals = ImmutableArray.CreateBuilder<Refusal>();
    private DateTimeOffset? _lookAgainAt;

    /// <summary>True once this plan changes who is a manager: one such change at a time.</summary>
    public bool ChangesManagers { get; private set; }

    /// <summary>Adds what leaves the managers as they are.</summary>
    public void Add(MembershipAction action) => _actions.Add(action);

    /// <summary>Adds what changes who is a manager, unless something else does already.</summary>
    public void AddChangeOfManagers(MembershipAction action)
    {
        if (!ChangesManagers)
        {
            ChangesManagers = true;
            _actions.Add(action);
        }
    }

    /// <summary>Says why something is not done.</summary>
    public void Refuse(string subject, string reason) => _refusals.Add(new(Runner.Bootstrap, subject, reason));

    /// <summary>Says what something waits for that is done by itself afterwards.</summary>
    public void Wait(string subject, string reason) => _refusals.Add(new(Runner.Bootstrap, subject, reason) { IsWaiting = true });

    /// <summary>Asks for another look when time alone will have changed something.</summary>
    public void LookAgain(DateTimeOffset at) => _lookAgainAt = _lookAgainAt is { } earlier && earlier < at ? earlier : at;

    /// <summary>The finished plan.</summary>
    public MembershipPlan ToPlan() => new(_actions.ToImmutable(), _refusals.ToImmutable(), _lookAgainAt);
}
