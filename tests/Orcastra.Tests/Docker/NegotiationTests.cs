using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class NegotiationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.41")]
    [InlineData("1.55")]
    [InlineData("1.99")]
    public async Task The_engine_is_asked_once_and_its_own_highest_version_is_spoken(string version)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.ApiVersion = version;
        engine.Answer($"GET /v{version}/nodes", "[]");
        await using var client = engine.Client();

        await client.Nodes.ListAsync(Stop);
        await client.Nodes.ListAsync(Stop);

        Assert.Equal(["GET /_ping", $"GET /v{version}/nodes", $"GET /v{version}/nodes"], engine.Requests.Select(request => request.Line));
        Assert.Equal(3, client.Requests);
    }

    [Fact]
    public async Task A_fixed_version_is_spoken_without_asking()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.44/nodes", "[]");
        await using var client = engine.Client(apiVersion: "1.44");

        await client.Nodes.ListAsync(Stop);

        Assert.Equal(["GET /v1.44/nodes"], engine.Requests.Select(request => request.Line));
    }

    [Fact]
    public async Task An_engine_older_than_20_10_is_refused_with_what_to_do()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.ApiVersion = "1.40";
        await using var client = engine.Client();

        var error = await Assert.ThrowsAsync<RefusedException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("update it to Docker 20.10 or newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_no_engine_is_named_as_such()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.ApiVersion = "";
        await using var client = engine.Client();

        var error = await Assert.ThrowsAsync<RefusedException>(() => client.System.PingAsync(Stop));

        Assert.Contains("no Docker Engine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_no_longer_knows_the_version_is_asked_again()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.ApiVersion = "1.45";
        engine.Answer("GET /v1.45/nodes", """{"message":"client version 1.45 is too new. Maximum supported API version is 1.43"}""", 400);
        engine.Answer("GET /v1.43/nodes", "[]");
        await using var client = engine.Client();

        await Assert.ThrowsAsync<RefusedException>(() => client.Nodes.ListAsync(Stop));
        engine.ApiVersion = "1.43";

        Assert.Empty(await client.Nodes.ListAsync(Stop));
    }
}
