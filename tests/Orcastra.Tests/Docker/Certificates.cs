using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orcastra.Tests.Docker;

/// <summary>A certificate authority, a server and a client, made for one test, in a folder as DOCKER_CERT_PATH wants it.</summary>
public sealed class Certificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public Certificates(string serverName = "127.0.0.1")
    {
        var begin = TimeProvider.System.GetUtcNow().AddDays(-1);
        var request = new CertificateRequest("CN=test authority", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(begin, begin.AddYears(1));
        Server = Issue("CN=server", serverName, 1);
        using var client = Issue("CN=client", null, 2);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, "cert.pem"), client.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, "key.pem"), client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public X509Certificate2 Server { get; }

    public bool Issued(X509Certificate certificate) => certificate.Issuer == _authority.Subject;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _authority.Dispose();
        Server.Dispose();
    }

    private X509Certificate2 Issue(string subject, string? address, byte serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Parse(address));
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, [serial]);
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
