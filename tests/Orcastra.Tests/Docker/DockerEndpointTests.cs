using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class DockerEndpointTests
{
    [Theory]
    [InlineData(null, EndpointKind.Unix, "unix:///var/run/docker.sock")]
    [InlineData("", EndpointKind.Unix, "unix:///var/run/docker.sock")]
    [InlineData("unix:///tmp/a.sock", EndpointKind.Unix, "unix:///tmp/a.sock")]
    [InlineData("tcp://10.1.2.3", EndpointKind.Tcp, "tcp://10.1.2.3:2375")]
    [InlineData("tcp://host:99/", EndpointKind.Tcp, "tcp://host:99")]
    [InlineData("http://host", EndpointKind.Tcp, "tcp://host:2375")]
    [InlineData("https://host", EndpointKind.Tls, "tcp://host:2376")]
    [InlineData("tcp://[fd00::1]:99", EndpointKind.Tcp, "tcp://[fd00::1]:99")]
    [InlineData("ssh://host", EndpointKind.Ssh, "ssh://host")]
    [InlineData("ssh://root@host:2222", EndpointKind.Ssh, "ssh://root@host:2222")]
    public void A_host_as_Docker_writes_it_is_understood(string? host, EndpointKind kind, string display)
    {
        var endpoint = DockerEndpoint.Parse(host, false, null, null);

        Assert.Equal((kind, display), (endpoint.Kind, endpoint.Display));
        Assert.Null(endpoint.ApiVersion);
    }

    [Theory]
    [InlineData("/var/run/docker.sock", "write unix:///var/run/docker.sock")]
    [InlineData("unix://docker.sock", "write unix:///docker.sock")]
    [InlineData("10.1.2.3:2375", "write tcp://10.1.2.3:2375")]
    [InlineData("npipe:////./pipe/docker_engine", "Windows pipes")]
    [InlineData("fd://", "daemon only")]
    [InlineData("ftp://host", "'ftp' is no known scheme")]
    [InlineData("tcp://", "no host name")]
    [InlineData("tcp://host:99999", "no host name")]
    [InlineData("tcp://host/path", "only host and port")]
    [InlineData("tcp://me@host", "write tcp://host:2375")]
    [InlineData("ssh://host/var/run/docker.sock", "only host and port")]
    [InlineData("ssh://me:secret@host", "write ssh://me@host")]
    public void A_wrong_host_is_refused_with_what_to_write_instead(string host, string advice)
    {
        var error = Assert.Throws<FormatException>(() => DockerEndpoint.Parse(host, false, null, null));

        Assert.StartsWith("DOCKER_HOST", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, "/certs", true)]
    [InlineData(false, "/certs", false)]
    public void Either_TLS_variable_turns_TLS_on_and_only_one_of_them_verifies(bool verify, string? folder, bool verifies)
    {
        var endpoint = DockerEndpoint.Parse("tcp://host", verify, folder, null);

        Assert.Equal(EndpointKind.Tls, endpoint.Kind);
        Assert.Equal(verifies, endpoint.VerifiesServer);
        Assert.Equal(2376, endpoint.Port);
        Assert.EndsWith(folder ?? ".docker", endpoint.CertificateFolder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.44", "1.44")]
    [InlineData("v1.44", "1.44")]
    [InlineData(" ", null)]
    public void An_API_version_is_fixed_where_one_is_given(string text, string? version) =>
        Assert.Equal(version, DockerEndpoint.Parse(null, false, null, text).ApiVersion);

    [Theory]
    [InlineData("1.40", "too old")]
    [InlineData("newest", "no API version")]
    [InlineData("1", "no API version")]
    public void A_wrong_API_version_is_refused(string text, string why) => Assert.Contains(
        why, Assert.Throws<FormatException>(() => DockerEndpoint.Parse(null, false, null, text)).Message, StringComparison.Ordinal);
}
