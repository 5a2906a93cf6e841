using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Docker;

namespace Orcastra.Membership;

/// <summary>
/// The engines of the inventory: our own by its socket, any other as its entry says, or else by ssh at its address. A client
/// is made when first needed and kept, for sshd turns away those who knock too often.
/// </summary>
/// <param name="own">The client of our own engine.</param>
/// <param name="connect">Makes the client of another one.</param>
/// <param name="settings">How nodes are reached.</param>
internal sealed class EngineDirectory(DockerClient own, Func<DockerEndpoint, DockerClientOptions, DockerClient> connect, Settings settings) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Name, string Way), DockerClient> _clients = [];
    private string _ownName = "";
    private string _ownId = "";

    /// <summary>Our own engine.</summary>
    public DockerClient Own => own;

    /// <summary>Notes who our own engine is: its entry is reached by its socket from then on.</summary>
    public void Know(EngineState self) => (_ownName, _ownId) = (self.Hostname, self.NodeId.Length > 0 ? self.NodeId : _ownId);

    /// <summary>True if the entry is our own engine.</summary>
    public bool IsOwn(NodePolicy entry) => entry.Name == _ownName || (_ownId.Length > 0 && entry.Name == _ownId);

    /// <summary>The client of an entry's engine; null if the inventory does not say how to reach it.</summary>
    /// <exception cref="FormatException">It says it wrongly.</exception>
    public DockerClient? ClientOf(NodePolicy entry)
    {
        if (IsOwn(entry))
        {
            return own;
        }

        var way = entry.Host.Length > 0 ? entry.Host : entry.Ip;
        if (way.Length == 0)
        {
            return null;
        }

        lock (_clients)
        {
            return _clients.TryGetValue((entry.Name, way), out var known) ? known : _clients[(entry.Name, way)] = connect(EndpointOf(settings, entry), OptionsOf(settings));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>How nodes are reached by ssh: never with a question, since nobody is there to answer.</summary>
    internal static DockerClientOptions OptionsOf(Settings settings) => new()
    {
        ConnectTimeout = ConnectTimeout,
        ReadRetries = 0,
        SshOptions =
        [
            .. settings.SshConfig.Length > 0 ? ImmutableArray.Create("-F", settings.SshConfig) : [],
            "-o", $"ConnectTimeout={ConnectTimeout.Seconds}", "-o", "BatchMode=yes",
            .. settings.SshCheckHostKeys ? [] : ImmutableArray.Create("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"),
            "-T",
        ],
    };

    /// <summary>Where an entry's engine is.</summary>
    /// <exception cref="FormatException">The inventory says it wrongly.</exception>
    internal static DockerEndpoint EndpointOf(Settings settings, NodePolicy entry)
    {
        var endpoint = entry.Host.Length > 0
            ? DockerEndpoint.Parse(entry.Host, settings.DockerTlsVerify, settings.DockerCertPath, null)
            : new(EndpointKind.Ssh, entry.Ip, 0, "", "", false, null);
        return endpoint is { Kind: EndpointKind.Ssh, User: "" } ? endpoint with { User = settings.SshUser } : endpoint;
    }
}
