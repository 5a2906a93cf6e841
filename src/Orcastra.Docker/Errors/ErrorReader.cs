using System.Net;
using System.Text.Json;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Turns an engine's refusal into the error that tells callers what to do.</summary>
internal static class ErrorReader
{
    private const int LongestMessage = 2000;

    // The engine reports most Swarm errors as 500 or 503: only the words tell them apart.
    private static readonly (string Words, Func<Asked, string, DockerException> Make)[] ByWords =
    [
        ("update out of sequence", (asked, what) => new ConflictException(asked, what)),
        ("trouble connecting to the cluster", (asked, what) => new NoQuorumException(asked, what)), // although it "is not a swarm manager"
        ("is not a swarm manager", (asked, what) => new NotManagerException(asked, what)),
        ("is not part of a swarm", (asked, what) => new NotManagerException(asked, what)),
        ("not participating as a Swarm manager", (asked, what) => new NotManagerException(asked, what)),
        ("needs to be unlocked", (asked, what) => new LockedException(asked, what)),
        ("does not have a leader", (asked, what) => new NoQuorumException(asked, what)),
        ("no elected cluster leader", (asked, what) => new NoQuorumException(asked, what)),
        ("lost leadership", (asked, what) => new NoQuorumException(asked, what)),
        ("node lost leader status", (asked, what) => new NoQuorumException(asked, what)),
        ("code = DeadlineExceeded", (asked, what) => new NoQuorumException(asked, what)),
        ("code = Unavailable", (asked, what) => new NoQuorumException(asked, what)),
    ];

    /// <summary>Reads the refusal's body.</summary>
    public static async Task<DockerException> ReadAsync(Asked asked, HttpResponseMessage response, CancellationToken stop)
    {
        var body = await response.Content.ReadAsStringAsync(stop);
        return Make(asked, response.StatusCode, MessageIn(body) is { Length: > 0 } message ? message : response.ReasonPhrase ?? "");
    }

    /// <summary>Chooses the error for a status and the engine's words.</summary>
    public static DockerException Make(Asked asked, HttpStatusCode status, string message)
    {
        if (status >= HttpStatusCode.InternalServerError || status == HttpStatusCode.NotAcceptable)
        {
            foreach (var (words, make) in ByWords)
            {
                if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
                {
                    return make(asked, message);
                }
            }
        }

        return status switch
        {
            HttpStatusCode.NotFound => new NotFoundException(asked, message),
            HttpStatusCode.Conflict => new ConflictException(asked, message),
            _ => new RefusedException(asked, (int)status, message),
        };
    }

    private static string MessageIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Text("message").Trim();
        }
        catch (JsonException)
        {
            // Proxies between us and an engine answer in plain text or HTML.
            return body.Length > LongestMessage ? body[..LongestMessage] : body.Trim();
        }
    }
}
