using System.Net;
using Orcastra.Api;
using Serilog.Core;

namespace Orcastra.Tests.Cli;

public sealed class HealthcheckTests
{
    [Theory]
    [InlineData("", 0, "ok")]
    [InlineData("the engine is out of reach", 1, "the engine is out of reach")]
    public async Task It_says_what_the_instance_says(string trouble, int code, string words)
    {
        var routes = new Routes(() => trouble.Length == 0 ? Health.Well : Health.Ill(trouble), () => { }, () => "", Logger.None);
        await using var surface = await HttpSurface.StartAsync(new ListenAddress(IPAddress.Loopback, 0), routes, CancellationToken.None);
        using var shell = new Shell();
        shell.Set("ORCASTRA_LISTEN", $":{surface.Address.Port}");
        Assert.Equal(code, await shell.RunAsync("healthcheck"));
        Assert.Equal(words, shell.Out.Trim());
    }

    [Fact]
    public async Task Nobody_there_is_ill_too()
    {
        using var shell = new Shell();
        shell.Set("ORCASTRA_LISTEN", "127.0.0.1:1");
        Assert.Equal(1, await shell.RunAsync("healthcheck"));
        Assert.Contains("is `orcastra run` up", shell.Out);
    }

    [Fact]
    public async Task Where_nothing_listens_nothing_can_be_asked()
    {
        using var shell = new Shell();
        shell.Set("ORCASTRA_LISTEN", "off");
        Assert.Equal(1, await shell.RunAsync("healthcheck"));
        Assert.Contains("ORCASTRA_LISTEN=off", shell.Error);
    }
}
