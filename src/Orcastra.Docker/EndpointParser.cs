using System.Globalization;

namespace Orcastra.Docker;

/// <summary>Reads <c>DOCKER_HOST</c> and its companions, and says what is wrong with them.</summary>
internal static class EndpointParser
{
    private const string Known = "unix:///path, tcp://host:port or ssh://[user@]host[:port]";
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    public static DockerEndpoint Parse(string host, bool tlsVerify, string? certPath, string? apiVersion)
    {
        var version = ParseVersion(apiVersion);
        var (scheme, rest) = host.Split("://", 2) is [var before, var after] ? (before.ToLowerInvariant(), after) : ("", host);
        var usesTls = scheme == "https" || tlsVerify || !string.IsNullOrEmpty(certPath);
        return scheme switch
        {
            "unix" => new(EndpointKind.Unix, ParsePath(rest), 0, "", "", false, version),
            "tcp" or "http" or "https" => usesTls
                ? Tcp(host, rest, TlsPort) with { Kind = EndpointKind.Tls, CertificateFolder = Folder(certPath), VerifiesServer = tlsVerify || scheme == "https", ApiVersion = version }
                : Tcp(host, rest, PlainPort) with { ApiVersion = version },
            "ssh" => Ssh(host, rest) with { ApiVersion = version },
            "npipe" => throw Wrong(host, $"Windows pipes are not supported; write {Known}"),
            "fd" => throw Wrong(host, $"fd:// is for the daemon only; write {Known}"),
            "" when rest.StartsWith('/') => throw Wrong(host, $"write unix://{rest}"),
            "" => throw Wrong(host, $"the scheme is missing; write tcp://{rest} or ssh://{rest}"),
            _ => throw Wrong(host, $"'{scheme}' is no known scheme; write {Known}"),
        };
    }

    private static string ParsePath(string path) => path.StartsWith('/')
        ? path
        : throw Wrong("unix://" + path, "the path of the socket must be absolute; write unix:///" + path);

    private static DockerEndpoint Tcp(string host, string rest, int defaultPort)
    {
        var (user, name, port) = ParseAuthority(host, rest);
        return user.Length == 0
            ? new(EndpointKind.Tcp, name, port == 0 ? defaultPort : port, "", "", false, null)
            : throw Wrong(host, $"the engine knows no users; write tcp://{name}:{(port == 0 ? defaultPort : port)}");
    }

    private static DockerEndpoint Ssh(string host, string rest)
    {
        var (user, name, port) = ParseAuthority(host, rest);
        return user.Contains(':')
            ? throw new FormatException($"DOCKER_HOST: ssh takes no password here; use a key and write ssh://{user[..user.IndexOf(':')]}@{name}")
            : new(EndpointKind.Ssh, name, port, user, "", false, null);
    }

    private static (string User, string Host, int Port) ParseAuthority(string host, string rest)
    {
        if (!Uri.TryCreate("docker://" + rest, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw Wrong(host, $"no host name in it; write {Known}");
        }

        if (uri.Port == 0 || uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0)
        {
            throw Wrong(host, $"only host and port may follow the scheme; write {Known}");
        }

        return (Uri.UnescapeDataString(uri.UserInfo), uri.DnsSafeHost, Math.Max(uri.Port, 0));
    }

    private static string Folder(string? certPath) => string.IsNullOrEmpty(certPath)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker")
        : certPath;

    private static string? ParseVersion(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var version = ApiVersion.TryParse(text.Trim().TrimStart('v'), out var parsed)
            ? parsed
            : throw new FormatException($"DOCKER_API_VERSION: '{text}' is no API version; write one like {ApiVersion.Newest}, or leave it out to negotiate");
        return version < ApiVersion.Oldest
            ? throw new FormatException($"DOCKER_API_VERSION: {text} is too old; {ApiVersion.Oldest} (Docker 20.10) is the oldest that works")
            : string.Create(CultureInfo.InvariantCulture, $"{version}");
    }

    private static FormatException Wrong(string host, string what) => new($"DOCKER_HOST: '{host}': {what}");
}
