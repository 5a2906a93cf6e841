using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Orcastra.Commands.Filing;
using Orcastra.Logging;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Commands;

/// <summary>A command file on a real disk, a queue that outlives processes, and clerks that come and go.</summary>
internal sealed class Office : IDisposable
{
    public const string Origin = "file:node2";

    private readonly StringWriter _said = new();

    public Office(string? text = null)
    {
        // In memory where there is such a disk: hundreds of processes die here, and each makes its writes last.
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Folder = Directory.CreateDirectory(Path.Combine(parent, Path.GetRandomFileName())).FullName;
        Shared = Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName;
        CommandPath = Path.Combine(Folder, "commands.yml");
        Queue = new(Time);
        if (text is not null)
        {
            File.WriteAllText(CommandPath, text);
        }
    }

    public FakeTimeProvider Time { get; } = new(Given.Noon);

    public string Folder { get; }

    public string Shared { get; }

    public string CommandPath { get; set; }

    public PaperQueue Queue { get; }

    /// <summary>Whether it may work on the file, and how often it has asked.</summary>
    public bool IsOnDuty { get; set; } = true;

    public int Asked { get; private set; }

    public string Said => _said.ToString();

    public string Text => File.ReadAllText(CommandPath);

    public ImmutableArray<Result> Results =>
        File.Exists(CommandPath + ".results.yml") ? Result.Read("results", File.ReadAllBytes(CommandPath + ".results.yml")) ?? throw new InvalidDataException("broken results") : [];

    /// <summary>A process begins.</summary>
    public Clerk Hire(Action<string, string>? before = null)
    {
        var log = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, _said);
        return new(new(CommandPath, "node2", Origin, Queue, Objection, Time, log)
        {
            Disk = new(before),
            Shared = Shared,
            IsOnDuty = _ =>
            {
                Asked++;
                return Task.FromResult(IsOnDuty);
            },
        });
    }

    /// <summary>Works until nothing has been left to do for some seconds.</summary>
    public async Task WorkAsync(Clerk? clerk = null)
    {
        clerk ??= Hire();
        for (var idle = 0; idle < 4;)
        {
            idle = await clerk.StepAsync(TestContext.Current.CancellationToken) ? 0 : idle + 1;
            Time.Advance(TimeSpan.FromMilliseconds(idle == 0 ? 10 : 1000));
        }
    }

    /// <summary>Works until killed.</summary>
    /// <returns>False if the end came first.</returns>
    public async Task<bool> WorkUntilKilledAsync(Clerk clerk)
    {
        try
        {
            await WorkAsync(clerk);
            return false;
        }
        catch (KilledException)
        {
            Queue.Doom = new();
            return true;
        }
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _said.Dispose();
    }

    private static string? Objection(string text) =>
        text.Split(':')[0] is "noop" or "relabel_all" or "restart_service" ? null : $"there is no command '{text}'; did you mean 'relabel_all'?";
}
