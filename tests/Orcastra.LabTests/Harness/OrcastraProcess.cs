using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Orcastra.LabTests;

/// <summary>The built program, run as its users run it.</summary>
internal sealed class OrcastraProcess : IAsyncDisposable
{
    private static readonly string[] Kept = ["PATH", "HOME", "DOTNET_ROOT", "TMPDIR"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Func<double> _clock;

    private OrcastraProcess(Process process, Func<double> clock)
    {
        (_process, _clock) = (process, clock);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The binary: beside the tests, or a release named by ORCASTRA_BINARY.</summary>
    private static string Binary { get; } =
        Environment.GetEnvironmentVariable("ORCASTRA_BINARY") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "orcastra");

    public string Log => string.Join('\n', _lines);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it on an engine's socket.</summary>
    public static OrcastraProcess Start(string socket, IReadOnlyDictionary<string, string> environment, Func<double> clock, params string[] verb)
    {
        var start = new ProcessStartInfo(Binary, verb) { RedirectStandardOutput = true, RedirectStandardError = true };
        var kept = Kept.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (name, value) in kept.Where(pair => pair.Value is { Length: > 0 }))
        {
            start.Environment[name] = value;
        }

        start.Environment["DOCKER_HOST"] = $"unix://{socket}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, clock);
    }

    /// <summary>Waits until a line of its log holds this text.</summary>
    public Task SaysAsync(string text, double seconds = 20) => Eventually.BecomesAsync(
        $"the log to say '{text}'", seconds, () => Task.FromResult(_lines.Any(line => line.Contains(text, StringComparison.Ordinal)) ? null : HasEnded ? $"it ended with {_process.ExitCode}" : "it does not"));

    public Task SignalAsync(string name) => Shell.RunAsync("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndsAsync(double seconds = 20)
    {
        await Eventually.TrueAsync("the program to end", seconds, () => Task.FromResult(HasEnded));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to leave and waits until it has.</summary>
    public async Task<int> LeaveAsync()
    {
        await SignalAsync("TERM");
        return await EndsAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (!HasEnded)
        {
            _process.Kill();
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_clock(),9:0.000} {line}"));
        }
    }
}
