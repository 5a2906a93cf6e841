using System.ComponentModel;
using System.Diagnostics;

namespace Orcastra.Rebooting;

/// <summary>What became of one run of the ssh client.</summary>
/// <param name="Code">Its exit code; null if it did not end in time.</param>
/// <param name="Output">What the other side wrote.</param>
/// <param name="Error">What it wrote to the standard error.</param>
internal sealed record SshAnswer(int? Code, string Output, string Error);

/// <summary>Runs the ssh client once.</summary>
internal static class SshRun
{
    private const string Client = "ssh";

    /// <summary>Runs it and reads all that it writes.</summary>
    /// <param name="arguments">Options, target and command.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<SshAnswer> RunAsync(IEnumerable<string> arguments, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        using var process = Start(arguments, out var trouble);
        if (process is null)
        {
            return new(255, "", trouble);
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return new(process.ExitCode, await output.WaitAsync(either.Token), await error.WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, "", "");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process? Start(IEnumerable<string> arguments, out string trouble)
    {
        trouble = $"{Client} did not start";
        try
        {
            return Process.Start(new ProcessStartInfo(Client, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception fault)
        {
            trouble = $"{Client}: {fault.Message}; is the OpenSSH client installed?";
            return null;
        }
    }
}
