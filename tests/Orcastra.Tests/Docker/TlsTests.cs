using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class TlsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_sides_show_certificates_of_the_same_authority()
    {
        using var certificates = new Certificates();
        await using var engine = await EngineAsync(certificates);

        await using var client = Client(engine, verify: true, certificates.Folder);

        Assert.Empty(await client.Nodes.ListAsync(Stop));
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        using var certificates = new Certificates();
        using var others = new Certificates();
        await using var engine = await EngineAsync(certificates);
        await using var client = Client(engine, verify: true, others.Folder);

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains($"Check ca.pem, cert.pem and key.pem in {others.Folder}", error.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task A_server_whose_certificate_names_another_host_is_refused()
    {
        using var certificates = new Certificates("192.0.2.7");
        await using var engine = await EngineAsync(certificates);
        await using var client = Client(engine, verify: true, certificates.Folder);

        await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task Without_DOCKER_TLS_VERIFY_any_server_is_taken_as_Docker_does()
    {
        using var certificates = new Certificates("192.0.2.7");
        await using var engine = await EngineAsync(certificates);

        await using var client = Client(engine, verify: false, certificates.Folder);

        Assert.Empty(await client.Nodes.ListAsync(Stop));
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_turned_away_with_what_to_do()
    {
        using var certificates = new Certificates();
        File.Delete(Path.Combine(certificates.Folder, "cert.pem"));
        await using var engine = await EngineAsync(certificates);
        await using var client = Client(engine, verify: true, certificates.Folder);

        await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));
    }

    [Fact]
    public async Task A_key_file_that_holds_no_key_is_named()
    {
        using var certificates = new Certificates();
        await File.WriteAllTextAsync(Path.Combine(certificates.Folder, "key.pem"), "garbage", Stop);
        await using var engine = await EngineAsync(certificates);
        await using var client = Client(engine, verify: true, certificates.Folder);

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("Check ca.pem, cert.pem and key.pem", error.Message, StringComparison.Ordinal);
    }

    private static async Task<FakeEngine> EngineAsync(Certificates certificates)
    {
        var engine = await FakeEngine.OnTcpAsync(listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificates.Server,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (certificate, _, _) => certificates.Issued(certificate),
        }));
        engine.Answer("GET /v1.41/nodes", "[]");
        return engine;
    }

    private static DockerClient Client(FakeEngine engine, bool verify, string folder) =>
        new(DockerEndpoint.Parse($"tcp://{engine.Address}", verify, folder, null), TimeProvider.System, new() { ReadRetries = 0 });
}
