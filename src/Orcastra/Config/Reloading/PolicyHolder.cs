using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>What became of a reload.</summary>
internal enum ReloadOutcome
{
    /// <summary>It is in force.</summary>
    Taken,

    /// <summary>It has errors; the last good policy stays in force.</summary>
    Refused,

    /// <summary>It would remove too much; the last good policy stays in force until somebody confirms.</summary>
    Held,
}

/// <summary>The policy in force, and what became of the last reload.</summary>
internal sealed class PolicyHolder
{
    private readonly Lock _gate = new();
    private volatile Policy _current;
    private Policy? _held;
    private Func<Policy, string?> _whyHold = _ => null;

    /// <summary>Starts with the policy of the first load.</summary>
    /// <param name="first">A result without errors.</param>
    public PolicyHolder(ConfigResult first)
    {
        Last = first;
        _current = first.Policy ?? throw new ArgumentException("the first load must be without errors", nameof(first));
    }

    /// <summary>The policy in force.</summary>
    public Policy Current => _current;

    /// <summary>The last reload, good or not.</summary>
    public ConfigResult Last { get; private set; }

    /// <summary>Takes a reload, unless it has errors or must be confirmed.</summary>
    public ReloadOutcome Offer(ConfigResult reload)
    {
        lock (_gate)
        {
            Last = reload;
            _held = null;
            if (reload.Policy is not { } policy)
            {
                _current = Current with { HeldReload = "" };
                return ReloadOutcome.Refused;
            }

            if ((ReloadGuard.WhyHold(Current, policy) ?? _whyHold(policy)) is { } reason)
            {
                _held = policy;
                _current = Current with { HeldReload = reason };
                return ReloadOutcome.Held;
            }

            (_current, _whyHold) = (policy, _ => null);
            return ReloadOutcome.Taken;
        }
    }

    /// <summary>
    /// Compares what is in force with what the Swarm remembers, when this instance begins to act: files that were cut off before
    /// its start look like any others. Held, they count for what they name, and take nothing away.
    /// </summary>
    /// <param name="whyHold">Why a policy must be confirmed first; null if it need not.</param>
    /// <returns>The reason; null if nothing is held for that.</returns>
    public string? Compare(Func<Policy, string?> whyHold)
    {
        lock (_gate)
        {
            if (whyHold(Current) is not { } reason)
            {
                return null;
            }

            (_held, _whyHold) = (_held ?? Current, whyHold);
            _current = Current with { Nodes = [], HasNodes = false, HasDependencies = false, HeldReload = reason };
            return reason;
        }
    }

    /// <summary>Puts a held reload in force.</summary>
    /// <returns>False if none was held.</returns>
    public bool Confirm()
    {
        lock (_gate)
        {
            if (_held is null)
            {
                return false;
            }

            (_current, _held, _whyHold) = (_held, null, _ => null);
            return true;
        }
    }
}
