using System.Diagnostics.Metrics;

namespace Orcastra.Metrics;

/// <summary>Everything Orcastra measures. The names without <c>orcastra_</c> are those existing dashboards ask for.</summary>
public sealed class Instruments : IDisposable
{
    private readonly Meter _meter = new("Orcastra");
    private readonly MeterReader _reader;
    private readonly Counter<long> _handOffs;

    /// <summary>Instruments that all stand at 0.</summary>
    /// <param name="version">The program's own version.</param>
    public Instruments(string version)
    {
        _reader = new MeterReader(_meter);
        Leader = Gauge<int>("swarm_orch_leader", "1 while this instance is the one that acts, else 0.");
        AnchorUpdates = Counter("anchor_updates_total", "Changes made to anchor labels on nodes.");
        DependentUpdates = Counter("dependent_updates_total", "Dependents that were moved, restarted or started again.");
        AnchorSyncErrors = Counter("anchor_sync_errors_total", "Passes of label sync that ended in an error.");
        AnchorSyncSeconds = Gauge<double>("anchor_sync_last_duration_seconds", "Duration of the last pass of label sync.");
        Passes = Counter("orcastra_passes_total", "Passes of the loop: look, plan, act.");
        PassSeconds = Gauge<double>("orcastra_pass_duration_seconds", "Duration of the last pass.");
        EngineRequests = Counter("orcastra_engine_requests_total", "Requests sent to the Docker Engine.");
        HandOffsInFlight = Gauge<int>("orcastra_handoffs_in_flight", "Hand-offs begun and not ended.");
        _handOffs = _meter.CreateCounter<long>("orcastra_handoffs_total", null, "Hand-offs ended, by outcome.");
        Refusals = Gauge<int>("orcastra_refusals", "Services and nodes that something is refused for; status names the reasons.");
        GivenUp = Gauge<int>("orcastra_given_up", "Services out of place for so long that they are no longer tried.");
        ConfigErrors = Gauge<int>("orcastra_config_errors", "Errors in the configuration as last read; the last good one is in force.");
        LastSnapshot = Gauge<double>("orcastra_last_complete_snapshot_timestamp_seconds", "Unix time of the last complete look at the Swarm.");
        _meter.CreateGauge<int>("orcastra_build_info", null, "Always 1; the label names the version.")
            .Record(1, new KeyValuePair<string, object?>("version", version));
        foreach (var outcome in Enum.GetValues<HandOffOutcome>())
        {
            HandOffs(outcome, 0);
        }
    }

    /// <summary>1 while this instance acts.</summary>
    public Gauge<int> Leader { get; }

    /// <summary>Changes made to anchor labels.</summary>
    public Counter<long> AnchorUpdates { get; }

    /// <summary>Dependents moved or restarted.</summary>
    public Counter<long> DependentUpdates { get; }

    /// <summary>Passes of label sync that failed.</summary>
    public Counter<long> AnchorSyncErrors { get; }

    /// <summary>Duration of the last pass of label sync.</summary>
    public Gauge<double> AnchorSyncSeconds { get; }

    /// <summary>Passes of the loop.</summary>
    public Counter<long> Passes { get; }

    /// <summary>Duration of the last pass.</summary>
    public Gauge<double> PassSeconds { get; }

    /// <summary>Requests sent to the engine.</summary>
    public Counter<long> EngineRequests { get; }

    /// <summary>Hand-offs under way.</summary>
    public Gauge<int> HandOffsInFlight { get; }

    /// <summary>Subjects of refusals.</summary>
    public Gauge<int> Refusals { get; }

    /// <summary>Services given up.</summary>
    public Gauge<int> GivenUp { get; }

    /// <summary>Errors of the configuration.</summary>
    public Gauge<int> ConfigErrors { get; }

    /// <summary>Unix time of the last complete snapshot.</summary>
    public Gauge<double> LastSnapshot { get; }

    /// <summary>Counts hand-offs that ended so.</summary>
    public void HandOffs(HandOffOutcome outcome, long count = 1) =>
        _handOffs.Add(count, new KeyValuePair<string, object?>("outcome", outcome switch
        {
            HandOffOutcome.Done => "done",
            HandOffOutcome.Undone => "undone",
            _ => "overtaken",
        }));

    /// <summary>All of it in Prometheus' text format.</summary>
    public string Text() => PrometheusText.Write(_reader.Read());

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _meter.Dispose();
    }

    private Counter<long> Counter(string name, string help)
    {
        var counter = _meter.CreateCounter<long>(name, null, help);
        counter.Add(0);
        return counter;
    }

    private Gauge<T> Gauge<T>(string name, string help)
        where T : struct
    {
        var gauge = _meter.CreateGauge<T>(name, null, help);
        gauge.Record(default);
        return gauge;
    }
}
