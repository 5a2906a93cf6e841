using Orcastra.Commands;
using Orcastra.Core.Commands;
using Orcastra.Core.Remembering;
using Orcastra.Docker;

namespace Orcastra.Cli.Verbs;

/// <summary>Waits at a shell for the end of a command that was given, and tells what it waits for as that changes.</summary>
/// <param name="surroundings">Where that is told.</param>
/// <param name="queue">The commands.</param>
/// <param name="id">The command.</param>
internal sealed class CommandWait(Surroundings surroundings, SwarmQueue queue, string id)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly long _began = surroundings.Time.GetTimestamp();

    /// <summary>Waits until it has ended, or until told to stop.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            return await TellEndAsync(await AwaitAsync(stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Who stops waiting for what nobody has begun does not expect it to be done hours later, when an instance is started.
            using var patience = new CancellationTokenSource(Patience, surroundings.Time);
            await surroundings.Error.WriteLineAsync(await queue.WithdrawAsync(id, patience.Token)
                ? "taken back: nobody had begun it"
                : "it has been begun, and goes on; orcastra status shows how far it is");
            return ExitCode.Failed;
        }
    }

    private async Task<int> TellEndAsync(CommandRecord? ended, CancellationToken stop)
    {
        if (ended is null)
        {
            await surroundings.Error.WriteLineAsync("its record is gone from the Swarm before its end was seen: `orcastra release`, or somebody by hand");
            return ExitCode.Failed;
        }

        await queue.RemoveAsync(id, stop);
        await surroundings.Out.WriteLineAsync($"{ended.Outcome}: {ended.Says}");
        return ended.Outcome == CommandOutcome.Done ? ExitCode.Good : ExitCode.Failed;
    }

    private async Task<CommandRecord?> AwaitAsync(CancellationToken stop)
    {
        var told = "";
        while (true)
        {
            var (isOver, record, says) = await LookAsync(stop);
            if (isOver)
            {
                return record;
            }

            if (says != told)
            {
                told = says;
                await surroundings.Error.WriteLineAsync(told);
            }

            await Sleep.ForAsync(Pause, surroundings.Time, stop);
        }
    }

    // An engine that restarts, or a change of leader, ends no command.
    private async Task<(bool IsOver, CommandRecord? Record, string Says)> LookAsync(CancellationToken stop)
    {
        try
        {
            var record = await queue.FindAsync(id, stop);
            return record is null or { EndedAt: not null } ? (true, record, "") : (false, record, await WordsAsync(record, stop));
        }
        catch (DockerException fault)
        {
            return (false, null, $"{fault.Message} (the command stays given, and is asked for again)");
        }
    }

    private async Task<string> WordsAsync(CommandRecord record, CancellationToken stop)
    {
        if (record.Says.Length > 0 || surroundings.Time.GetElapsedTime(_began) <= Patience)
        {
            return record.Says;
        }

        return await queue.AheadOfAsync(id, stop) is { } ahead
            ? $"it waits for the end of {ahead.Text}, which was given before ({(ahead.Says.Length > 0 ? ahead.Says : "not begun")}); Ctrl-C takes it back"
            : "nobody has taken it up yet: does an instance run, and act? It stays given until one does; Ctrl-C takes it back";
    }
}
