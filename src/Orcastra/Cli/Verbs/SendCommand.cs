using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Orcastra.Commands;
using Orcastra.Config;
using Orcastra.Core.Commands;
using Orcastra.Core.Remembering;
using Orcastra.Loop;
using Orcastra.Remembering;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra send</c>: gives a command to whichever instance acts, and waits for what comes of it.</summary>
internal static class SendCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The verb.</summary>
    public static System.CommandLine.Command Build(Surroundings surroundings)
    {
        var text = new Argument<string>("command") { Description = "Such as noop or restart_service:web.", HelpName = "COMMAND" };
        var noWait = new Option<bool>("--no-wait") { Description = "Give it and return; the result is not shown." };
        var verb = new Verb(
            "send",
            $"Give a command to the instance that acts, and wait for its end. {string.Join(" ", CommandGrammar.Words.Select(word => $"{word.Usage}: {word.Meaning}."))}",
            ("orcastra send noop", "do commands arrive?"),
            ("orcastra send restart_service:shop_web", "restart a service and see whether it came up"),
            ("orcastra send pause", "begin nothing new until `orcastra send resume`"))
        { text, noWait };
        verb.Does(surroundings, (parsed, settings, stop) => RunAsync(surroundings, settings, parsed.GetRequiredValue(text), parsed.GetValue(noWait), stop));
        return verb;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, Settings settings, string text, bool isNotAwaited, CancellationToken stop)
    {
        if (CommandGrammar.Read(text, out var command) is { } objection)
        {
            await surroundings.Error.WriteLineAsync(objection);
            return ExitCode.Failed;
        }

        if (command.Kind == CommandKind.ForceBootstrap)
        {
            return await ForcedBootstrap.RunAsync(surroundings, settings, stop);
        }

        await using var docker = surroundings.Connect(Engine.EndpointOf(settings));
        var queue = new SwarmQueue(new SwarmRecord(docker, Engine.MemoryName(settings)), surroundings.Time);
        var now = surroundings.Time.GetUtcNow();
        var origin = $"{System.Environment.UserName}@{System.Environment.MachineName}";
        var id = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMddTHHmmssfffffff}-{System.Environment.ProcessId}");
        if (!await queue.TryAddAsync(id, new(text.Trim(), origin, now) { IsUnattended = isNotAwaited }, stop))
        {
            await surroundings.Error.WriteLineAsync($"it was not given: {SwarmQueue.Most} commands are waiting already; orcastra status shows them, and whether an instance acts");
            return ExitCode.Failed;
        }

        if (isNotAwaited)
        {
            await surroundings.Out.WriteLineAsync("given");
            return ExitCode.Good;
        }

        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return await AwaitOrWithdrawAsync(surroundings, queue, id, leave.Token);

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            leave.Cancel();
        }
    }

    // Who stops waiting for what nobody has begun does not expect it to be done hours later, when an instance is started.
    private static async Task<int> AwaitOrWithdrawAsync(Surroundings surroundings, SwarmQueue queue, string id, CancellationToken stop)
    {
        try
        {
            return await TellEndAsync(surroundings, queue, id, await AwaitAsync(surroundings, queue, id, stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(Patience, surroundings.Time);
            await surroundings.Error.WriteLineAsync(await queue.WithdrawAsync(id, patience.Token)
                ? "taken back: nobody had begun it"
                : "it has been begun, and goes on; orcastra status shows how far it is");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> TellEndAsync(Surroundings surroundings, SwarmQueue queue, string id, CommandRecord? ended, CancellationToken stop)
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

    // What it waits for is told as it changes. It ends with the command, or with whoever waits at the shell.
    private static async Task<CommandRecord?> AwaitAsync(Surroundings surroundings, SwarmQueue queue, string id, CancellationToken stop)
    {
        var told = "";
        var began = surroundings.Time.GetTimestamp();
        while (await queue.FindAsync(id, stop) is { } record)
        {
            if (record.EndedAt is not null)
            {
                return record;
            }

            var says = record.Says.Length == 0 && surroundings.Time.GetElapsedTime(began) > Patience ? await WhyNotAsync(queue, id, stop) : record.Says;
            if (says != told)
            {
                told = says;
                await surroundings.Error.WriteLineAsync(told);
            }

            await Sleep.ForAsync(Pause, surroundings.Time, stop);
        }

        return null;
    }

    private static async Task<string> WhyNotAsync(SwarmQueue queue, string id, CancellationToken stop) => await queue.AheadOfAsync(id, stop) is { } ahead
        ? $"it waits for the end of {ahead.Text}, which was given before ({(ahead.Says.Length > 0 ? ahead.Says : "not begun")}); Ctrl-C takes it back"
        : "nobody has taken it up yet: does an instance run, and act? It stays given until one does; Ctrl-C takes it back";
}
