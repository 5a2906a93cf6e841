using System.Globalization;

namespace Orcastra.Docker;

/// <summary>
/// Something went wrong between us and an engine. The hierarchy is closed. Each message says which host, what was asked,
/// what happened and what to do.
/// </summary>
public abstract class DockerException : Exception
{
    private protected DockerException(Asked asked, string what, string advice, Exception? cause = null)
        : base($"{asked.Host}: {asked.What}: {what.TrimEnd('.', '\n', ' ')}. {advice}", cause) => (Host, Request) = (asked.Host, asked.What);

    /// <summary>The engine, as <see cref="DockerEndpoint.Display"/> shows it.</summary>
    public string Host { get; }

    /// <summary>What was asked of it, such as <c>GET /nodes</c>.</summary>
    public string Request { get; }
}

/// <summary>Whom what was asked.</summary>
/// <param name="Host">The engine for messages.</param>
/// <param name="What">Method and path without the query.</param>
internal readonly record struct Asked(string Host, string What);

/// <summary>The object is not there (any more).</summary>
public sealed class NotFoundException : DockerException
{
    internal NotFoundException(Asked asked, string what)
        : base(asked, what, "It was removed, or never there: look again")
    {
    }
}

/// <summary>Somebody else wrote first: the decision was made on a state that is gone.</summary>
public sealed class ConflictException : DockerException
{
    internal ConflictException(Asked asked, string what)
        : base(asked, what, "Nothing was written: look again and decide again")
    {
    }
}

/// <summary>The engine is no Swarm manager, so that it neither shows nor changes the cluster.</summary>
public sealed class NotManagerException : DockerException
{
    internal NotManagerException(Asked asked, string what)
        : base(asked, what, IsInNoSwarm(what)
            ? "It is in no Swarm: point DOCKER_HOST at a manager of one, or let `orcastra run` make one of the machines in nodes.yml"
            : "Point DOCKER_HOST at a manager, or promote this node with `docker node promote`")
    {
    }

    // The engine's own words for that end in what its user could do.
    private static bool IsInNoSwarm(string what) =>
        what.Contains("docker swarm init", StringComparison.Ordinal) || what.Contains("not part of a swarm", StringComparison.Ordinal);
}

/// <summary>The managers have no leader, or this one does not reach it. Whether a write was carried out is not known.</summary>
public sealed class NoQuorumException : DockerException
{
    internal NoQuorumException(Asked asked, string what)
        : base(asked, what, "Bring back more than half of the managers and check that they reach each other on port 2377")
    {
    }
}

/// <summary>The Swarm's key is locked.</summary>
public sealed class LockedException : DockerException
{
    internal LockedException(Asked asked, string what)
        : base(asked, what, "Run `docker swarm unlock` on that node")
    {
    }
}

/// <summary>No connection, or it broke before the answer was complete. Whether a write was carried out is not known.</summary>
public sealed class EngineUnreachableException : DockerException
{
    internal EngineUnreachableException(Asked asked, string what, string advice, Exception cause)
        : base(asked, what, advice, cause)
    {
    }
}

/// <summary>No answer in time. Whether a write was carried out is not known.</summary>
public sealed class TimedOutException : DockerException
{
    internal TimedOutException(Asked asked, string missing, TimeSpan after, Exception cause)
        : base(asked, string.Create(CultureInfo.InvariantCulture, $"no {missing} within {after.TotalSeconds:0.#} s"), "Check that the engine is not overloaded or cut off", cause)
    {
    }
}

/// <summary>The engine refused for any other reason.</summary>
public sealed class RefusedException : DockerException
{
    internal RefusedException(Asked asked, int status, string what, Exception? cause = null)
        : base(asked, $"HTTP {status}: {what}", "The engine's log (`journalctl -u docker`) may say more", cause) =>
        (Status, EngineMessage) = (status, what);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The engine's own words.</summary>
    public string EngineMessage { get; }
}
