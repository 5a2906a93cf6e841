using Orcastra.Api;
using Orcastra.Docker;

namespace Orcastra.Loop;

/// <summary>Whether the loop does its work, for <c>/healthz</c> and the exit code of <c>healthcheck</c>.</summary>
/// <param name="time">The clock.</param>
/// <param name="patience">A loop that has completed no pass for so long is stuck.</param>
internal sealed class LoopHealth(TimeProvider time, TimeSpan patience)
{
    private readonly long _startedAt = time.GetTimestamp();
    private long _passedAt;
    private volatile string _trouble = "";

    /// <summary>Notes a complete pass.</summary>
    /// <returns>True if it ends a trouble.</returns>
    public bool Passed()
    {
        Interlocked.Exchange(ref _passedAt, time.GetTimestamp());
        var wasIll = _trouble.Length > 0;
        _trouble = "";
        return wasIll;
    }

    /// <summary>Notes a pass that failed.</summary>
    /// <returns>True if this trouble is new, so that it is logged once and not every pass.</returns>
    public bool Failed(Exception fault) => WaitsFor(fault is DockerException or FormatException ? fault.Message : fault.ToString());

    /// <summary>Notes what keeps it from a pass.</summary>
    /// <returns>True if this trouble is new.</returns>
    public bool WaitsFor(string trouble)
    {
        var isNew = _trouble != trouble;
        _trouble = trouble;
        return isNew;
    }

    /// <summary>How it is now.</summary>
    public Health Now()
    {
        if (_trouble.Length > 0)
        {
            return Health.Ill(_trouble);
        }

        var passedAt = Interlocked.Read(ref _passedAt);
        var since = time.GetElapsedTime(passedAt == 0 ? _startedAt : passedAt);
        return since <= patience
            ? Health.Well
            : Health.Ill($"no pass was completed for {since.TotalSeconds:0} s; the log says what the loop waits for");
    }
}
