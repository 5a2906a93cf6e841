namespace Orcastra.LabTests.Conformance;

/// <summary>A lab in which behaviours begin as soon as it is up; their tests wait for what comes of each.</summary>
public abstract class ConformanceLab : Lab
{
    // Two cores: more containers that start at once only wait for each other.
    private const int AtOnce = 7;

    private static readonly string[] Wished = Environment.GetEnvironmentVariable("ORCASTRA_TEST_BEHAVIOURS") is { Length: > 0 } parts ? parts.Split(',') : [""];

    private Task _running = Task.CompletedTask;
    private Watcher? _watcher;

    /// <summary>The behaviours that are shown here.</summary>
    internal static IEnumerable<Behaviour> Those(Func<Behaviour, bool> here) =>
        Behaviour.All.Where(here).Where(behaviour => Wished.Any(part => behaviour.ToString().Contains(part.Replace('_', ' '), StringComparison.OrdinalIgnoreCase)));

    internal Programme? Programme { get; private set; }

    private protected abstract IEnumerable<Behaviour> Behaviours { get; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (Impossible.Length == 0)
        {
            _watcher = Watch();
            Programme = new(new RealSwarm(this, _watcher), Behaviours);
            _running = Programme.RunAsync(AtOnce);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _running;
        if (Programme is not null && Environment.GetEnvironmentVariable("ORCASTRA_TEST_SHOW") is { Length: > 0 })
        {
            Console.WriteLine($"\nEngine {Engine}:\n{Shown.Table(Programme.Results)}\n");
        }

        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>For behaviours that disturb nobody: three managers.</summary>
public sealed class QuietLab : ConformanceLab
{
    private protected override IEnumerable<Behaviour> Behaviours => Those(behaviour => behaviour.Reach == Reach.Services);
}

/// <summary>For those that take power, network, roles or quorum away: three managers and three workers.</summary>
public sealed class FaultyLab : ConformanceLab
{
    private protected override int Size => 6;

    private protected override IEnumerable<Behaviour> Behaviours => Those(behaviour => behaviour.Reach != Reach.Services);
}
