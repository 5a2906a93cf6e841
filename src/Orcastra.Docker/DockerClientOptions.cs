using System.Collections.Immutable;

namespace Orcastra.Docker;

/// <summary>What may be set of a client beside its endpoint.</summary>
public sealed record DockerClientOptions
{
    /// <summary>Makes the handlers that requests go through, instead of the endpoint's own; the client disposes them.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }

    /// <summary>How long a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take, its answer included. Without quorum the engine itself waits for 20 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a read is tried again when the connection fails. Writes never are.</summary>
    public int ReadRetries { get; init; } = 2;

    /// <summary>Time before the first retry; doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The OpenSSH client.</summary>
    public string SshCommand { get; init; } = "ssh";

    /// <summary>Its options, before the host; Docker's own by default.</summary>
    public ImmutableArray<string> SshOptions { get; init; } = ["-o", "ConnectTimeout=30", "-T"];

    /// <summary>What is run on the other host to reach its engine.</summary>
    public ImmutableArray<string> SshRemoteCommand { get; init; } = ["docker", "system", "dial-stdio"];
}
