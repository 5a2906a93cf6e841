using System.Collections.Immutable;
using System.Globalization;

namespace Orcastra.Docker;

/// <summary>How an engine is reached.</summary>
public enum EndpointKind
{
    /// <summary>A socket file on this machine.</summary>
    Unix,

    /// <summary>TCP in plain text.</summary>
    Tcp,

    /// <summary>TCP with TLS.</summary>
    Tls,

    /// <summary>Through the OpenSSH client.</summary>
    Ssh,
}

/// <summary>Where an engine is and how it is reached.</summary>
/// <param name="Kind">The transport.</param>
/// <param name="Host">Host name or address, or the path of a socket file.</param>
/// <param name="Port">TCP port; 0 leaves it to ssh.</param>
/// <param name="User">User for ssh; empty leaves it to ssh.</param>
/// <param name="CertificateFolder">Where <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> are, for TLS.</param>
/// <param name="VerifiesServer">False if any server certificate is taken, as Docker does without <c>DOCKER_TLS_VERIFY</c>.</param>
/// <param name="ApiVersion">The API version to speak; null to negotiate.</param>
public sealed record DockerEndpoint(
    EndpointKind Kind, string Host, int Port, string User, string CertificateFolder, bool VerifiesServer, string? ApiVersion)
{
    /// <summary>Where the engine is unless told otherwise.</summary>
    public const string DefaultHost = "unix:///var/run/docker.sock";

    /// <summary>The endpoint for messages, in the form of <c>DOCKER_HOST</c>.</summary>
    public string Display => Kind switch
    {
        EndpointKind.Unix => $"unix://{Host}",
        EndpointKind.Ssh => $"ssh://{(User.Length > 0 ? User + "@" : "")}{Bracketed}{(Port > 0 ? $":{Port}" : "")}",
        _ => $"tcp://{Bracketed}:{Port}",
    };

    /// <summary>The arguments by which the OpenSSH client is told where to go, options first; a host is never taken for an option.</summary>
    public ImmutableArray<string> SshTarget =>
    [
        .. User.Length > 0 ? ImmutableArray.Create("-l", User) : [],
        .. Port > 0 ? ImmutableArray.Create("-p", Port.ToString(CultureInfo.InvariantCulture)) : [],
        "--",
        Host,
    ];

    /// <summary>What HTTP itself calls the engine; TLS is below it, and a socket file has no name.</summary>
    internal string Authority => Kind is EndpointKind.Tcp or EndpointKind.Tls ? $"http://{Bracketed}:{Port}" : "http://docker";

    private string Bracketed => Host.Contains(':') ? $"[{Host}]" : Host;

    /// <summary>Reads Docker's own environment variables.</summary>
    /// <param name="host"><c>DOCKER_HOST</c>; null or empty for the local socket.</param>
    /// <param name="tlsVerify"><c>DOCKER_TLS_VERIFY</c>: TLS, and the server's certificate must be good.</param>
    /// <param name="certPath"><c>DOCKER_CERT_PATH</c>: TLS with the certificates of that folder.</param>
    /// <param name="apiVersion"><c>DOCKER_API_VERSION</c>; null or empty to negotiate.</param>
    /// <exception cref="FormatException">Something is wrong; the message says what to write instead.</exception>
    public static DockerEndpoint Parse(string? host, bool tlsVerify, string? certPath, string? apiVersion) =>
        EndpointParser.Parse(string.IsNullOrWhiteSpace(host) ? DefaultHost : host.Trim(), tlsVerify, certPath, apiVersion);
}
