using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Orcastra.Commands;
using Orcastra.Config;
using Orcastra.Core.Commands;
using Orcastra.Remembering;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra send</c>: gives a command to whichever instance acts, and waits for what comes of it.</summary>
internal static class SendCommand
{
    /// <summary>The verb.</summary>
    public static System.CommandLine.Command Build(Surroundings surroundings)
    {
        var text = new Argument<string>("command") { Description = $"One of:\n{string.Join('\n', CommandGrammar.Words.Select(word => $"{word.Usage}: {word.Meaning}"))}", HelpName = "COMMAND" };
        var noWait = new Option<bool>("--no-wait") { Description = "Give it and return; the result is not shown." };
        var verb = new Verb(
            "send",
            "Give a command to the instance that acts, and wait for its end.",
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
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        return await new CommandWait(surroundings, queue, id).RunAsync(leave.Token);

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            leave.Cancel();
        }
    }
}
