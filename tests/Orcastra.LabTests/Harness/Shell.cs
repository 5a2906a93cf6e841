using System.Diagnostics;

namespace Orcastra.LabTests;

/// <summary>What a command answered.</summary>
internal sealed record Answer(int Code, string Output, string Error);

/// <summary>Runs commands, always with a limit.</summary>
internal static class Shell
{
    public static async Task<Answer> TryAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, double seconds = 90)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', start.ArgumentList)} did not end within {seconds} s");
        }

        return new(process.ExitCode, await output, await error);
    }

    public static async Task<string> RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, double seconds = 90)
    {
        var words = arguments.ToList();
        var answer = await TryAsync(file, words, environment, seconds);
        return answer.Code == 0
            ? answer.Output
            : throw new InvalidOperationException($"{Path.GetFileName(file)} {string.Join(' ', words)} ended with {answer.Code}: {answer.Error}{answer.Output}");
    }
}
