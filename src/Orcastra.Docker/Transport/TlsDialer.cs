using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orcastra.Docker.Transport;

/// <summary>Connects over TCP with TLS, with the three files Docker's own client uses.</summary>
internal sealed class TlsDialer(DockerEndpoint endpoint, TimeProvider time, TimeSpan connectTimeout) : TcpDialer(endpoint, time, connectTimeout)
{
    public override string Advice(Exception fault) => fault is AuthenticationException or CryptographicException
        ? $"Check ca.pem, cert.pem and key.pem in {Endpoint.CertificateFolder} (DOCKER_CERT_PATH), and that the server's certificate names {Endpoint.Host}"
        : base.Advice(fault);

    protected override async Task<Stream> DialAsync(CancellationToken stop)
    {
        var plain = await base.DialAsync(stop);
        try
        {
            var tls = new SslStream(plain);
            await tls.AuthenticateAsClientAsync(Options(), stop);
            return tls;
        }
        catch
        {
            await plain.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = Endpoint.Host, CertificateRevocationCheckMode = X509RevocationMode.NoCheck };
        var (ca, certificate, key) = (PathOf("ca.pem"), PathOf("cert.pem"), PathOf("key.pem"));
        if (File.Exists(certificate) && File.Exists(key))
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
        }

        if (!Endpoint.VerifiesServer)
        {
            // Docker's own meaning of certificates without DOCKER_TLS_VERIFY: encrypted, to whoever answers.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => !Endpoint.VerifiesServer;
        }
        else if (File.Exists(ca))
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(ca);
        }

        return options;
    }

    private string PathOf(string file) => Path.Combine(Endpoint.CertificateFolder, file);
}
