using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;

namespace Orcastra.Loop;

/// <summary>
/// Tells a run that ends by itself when to: with nothing left to do and nothing on its way, or after a minute in which what
/// was on its way has led to nothing.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Settling(TimeProvider time)
{
    /// <summary>How long something that is on its way is waited for. The default schedule's first attempts are made in it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private long _restsSince;

    /// <summary>Services that were still starting when it last asked.</summary>
    public ImmutableArray<string> Starting { get; private set; } = [];

    /// <summary>How long to wait at the most before it asks again.</summary>
    public TimeSpan Rest { get; private set; } = TimeSpan.MaxValue;

    /// <summary>True if there is nothing to do and nothing worth waiting for.</summary>
    public bool IsOver(PassResult result, Policy policy)
    {
        if (!result.IsAtRest)
        {
            // An attempt that came to nothing is no progress.
            _restsSince = result.Outcome.HasChanged || result.Plan?.IsUnfinished == true ? 0 : _restsSince;
            (Rest, Starting) = (TimeSpan.MaxValue, []);
            return false;
        }

        if (result is not { Plan: { } plan, Seen: { } seen })
        {
            return true; // another instance acts
        }

        _restsSince = _restsSince == 0 ? time.GetTimestamp() : _restsSince;
        Rest = Patience - time.GetElapsedTime(_restsSince);
        Starting = Arrivals.In(seen.Snapshot, policy, plan.Memory);
        var isDue = plan.LookAgainAt is { } due && due < time.GetUtcNow() + Rest;
        return Rest <= TimeSpan.Zero || !(plan.IsMoving || isDue || Starting.Length > 0);
    }
}
