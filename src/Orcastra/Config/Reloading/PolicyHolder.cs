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

            if (ReloadGuard.WhyHold(Current, policy) is { } reason)
            {
                _held = policy;
                _current = Current with { HeldReload = reason };
                return ReloadOutcome.Held;
            }

            _current = policy;
            return ReloadOutcome.Taken;
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

            _current = _held;
            _held = null;
            return true;
        }
    }
}
