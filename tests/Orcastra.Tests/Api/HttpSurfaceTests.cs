using System.Net;
using Orcastra.Api;
using Orcastra.Logging;
using Orcastra.Tests.Logging;

namespace Orcastra.Tests.Api;

public sealed class HttpSurfaceTests : IAsyncLifetime
{
    private readonly SharedText _console = new();
    private readonly Serilog.Core.Logger _log;
    private readonly HttpClient _client = new();
    private HttpSurface _surface = null!;
    private Func<Health> _health = () => Health.Well;
    private int _syncs;

    public HttpSurfaceTests() => _log = Logs.Create(new LogSettings { Verbose = true }, _console);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var routes = new Routes(() => _health(), () => _syncs++, () => "metric 1\n", _log);
        _surface = await HttpSurface.StartAsync(new ListenAddress(IPAddress.Loopback, 0), routes, Stop);
        _client.BaseAddress = new Uri($"http://{_surface.Address}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _surface.DisposeAsync();
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task Healthz_says_ok_or_the_reason()
    {
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await Ask("GET", "/healthz"));
        _health = () => Health.Ill("the engine at unix:///var/run/docker.sock does not answer");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the engine at unix:///var/run/docker.sock does not answer\n"), await Ask("GET", "/healthz"));
    }

    [Fact]
    public async Task A_post_to_sync_wakes_the_loop_once()
    {
        var (status, _) = await Ask("POST", "/sync");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(1, _syncs);
    }

    [Fact]
    public async Task Metrics_are_prometheus_text()
    {
        using var answer = await _client.GetAsync(new Uri("/metrics", UriKind.Relative), Stop);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("metric 1\n", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("POST", "/healthz", "GET, HEAD")]
    [InlineData("GET", "/sync", "POST")]
    [InlineData("DELETE", "/metrics", "GET, HEAD")]
    public async Task A_wrong_method_is_told_which_is_right(string method, string path, string allow)
    {
        using var question = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _client.SendAsync(question, Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allow, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Equal(0, _syncs);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz/")]
    [InlineData("/Metrics")]
    public async Task Anything_else_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await Ask("GET", path)).Status);

    [Fact]
    public async Task Head_has_the_status_and_no_body() => Assert.Equal((HttpStatusCode.OK, ""), await Ask("HEAD", "/healthz"));

    [Fact]
    public async Task A_fault_is_answered_and_logged_and_the_next_question_is_answered_too()
    {
        _health = () => throw new InvalidOperationException("boom");
        Assert.Equal(HttpStatusCode.InternalServerError, (await Ask("GET", "/healthz")).Status);
        Assert.Contains("GET /healthz failed: boom", _console.ToString(), StringComparison.Ordinal);
        _health = () => Health.Well;
        Assert.Equal(HttpStatusCode.OK, (await Ask("GET", "/healthz")).Status);
    }

    [Fact]
    public async Task Starting_and_answering_logs_nothing()
    {
        await Ask("GET", "/healthz");
        Assert.Empty(_console.ToString());
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_that_names_the_address_and_the_setting()
    {
        var routes = new Routes(() => Health.Well, () => { }, () => "", _log);
        var fault = await Assert.ThrowsAsync<ListenException>(() => HttpSurface.StartAsync(_surface.Address, routes, Stop));
        Assert.Equal($"Cannot listen on {_surface.Address}: Address already in use. Stop what has that address, or set ORCASTRA_LISTEN to another one as host:port.", fault.Message);
    }

    private async Task<(HttpStatusCode Status, string Body)> Ask(string method, string path)
    {
        using var question = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _client.SendAsync(question, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
