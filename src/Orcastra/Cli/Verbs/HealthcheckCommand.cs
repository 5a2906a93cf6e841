using System.CommandLine;
using System.Net;
using Orcastra.Api;
using Orcastra.Config;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra healthcheck</c>: asks the instance beside it, for Docker's <c>HEALTHCHECK</c>.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The verb. It ends with 0 or 1 only: Docker keeps 2 for itself.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var verb = new Verb(
            "healthcheck",
            $"Ask the running instance at {ListenAddress.Variable} how it is: 0 if it is well, 1 with the reason if not.",
            ("orcastra healthcheck", "asks http://127.0.0.1:6060/healthz"),
            ("HEALTHCHECK CMD [\"orcastra\", \"healthcheck\"]", "in a Dockerfile"));
        verb.Does(surroundings, (_, settings, stop) => AskAsync(surroundings, settings, stop), _ => ExitCode.Failed);
        return verb;
    }

    private static async Task<int> AskAsync(Surroundings surroundings, Settings settings, CancellationToken stop)
    {
        if (settings.Listen is not { } listen)
        {
            await surroundings.Error.WriteLineAsync($"{ListenAddress.Variable}=off: the instance answers nobody, so its health cannot be asked for; give it an address");
            return ExitCode.Failed;
        }

        var at = new IPEndPoint(Reachable(listen.Address), listen.Port);
        using var patience = new CancellationTokenSource(Patience, surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://{at}/healthz"), either.Token);
            var reason = (await answer.Content.ReadAsStringAsync(either.Token)).Trim();
            await surroundings.Out.WriteLineAsync(reason);
            return answer.StatusCode == HttpStatusCode.OK ? ExitCode.Good : ExitCode.Failed;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            var what = fault is HttpRequestException ? fault.GetBaseException().Message : $"no answer within {Patience.TotalSeconds:0} s";
            await surroundings.Out.WriteLineAsync($"http://{at}/healthz: {what}; is `orcastra run` up, with the same {ListenAddress.Variable}?");
            return ExitCode.Failed;
        }
    }

    private static IPAddress Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
}
