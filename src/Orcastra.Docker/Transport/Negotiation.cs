namespace Orcastra.Docker.Transport;

/// <summary>
/// Which API version is spoken: the engine's own highest, also where it is newer than all we know. On an older one the engine
/// strips newer fields from specs that are written back.
/// </summary>
internal sealed class Negotiation(string? fixedVersion, Func<CancellationToken, Task<ApiVersion>> ping)
{
    private string? _negotiated;

    /// <summary>The version, asked for once.</summary>
    public async ValueTask<string> VersionAsync(CancellationToken stop) =>
        fixedVersion ?? (_negotiated ??= (await ping(stop)).ToString());

    /// <summary>Asks again before the next request, unless the operator fixed the version.</summary>
    public void Forget() => _negotiated = null;

    /// <summary>True if another engine may answer from now on: it was restarted, or does not know our version any more.</summary>
    public static bool IsOutdatedBy(DockerException failure) =>
        failure is EngineUnreachableException
        || (failure is RefusedException { Status: 400 } refused && refused.EngineMessage.Contains("client version", StringComparison.Ordinal));

    /// <summary>Reads the version from the answer to a ping.</summary>
    public static ApiVersion Read(Asked asked, HttpResponseMessage response)
    {
        var text = response.Headers.TryGetValues("Api-Version", out var values) ? values.FirstOrDefault() : null;
        if (!ApiVersion.TryParse(text, out var version))
        {
            throw new RefusedException(asked, (int)response.StatusCode, "the answer has no Api-Version: this is no Docker Engine");
        }

        return version >= ApiVersion.Oldest
            ? version
            : throw new RefusedException(asked, (int)response.StatusCode, $"the engine's API {version} is older than {ApiVersion.Oldest}: update it to Docker 20.10 or newer");
    }
}
