using System.Globalization;
using Orcastra.Logging;
using Orcastra.Simulator;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Orcastra.Simulating;

/// <summary>The log of a simulated instance: lines with the simulated time, for as long as the process lives.</summary>
/// <param name="node">Beside whose engine it runs.</param>
/// <param name="timeline">Whose time it is.</param>
/// <param name="mortality">Of the process.</param>
/// <param name="onLine">Hears each line.</param>
internal sealed class InstanceLog(SimulatedNode node, Timeline timeline, Mortality mortality, Action<InstanceLine> onLine) : ILogEventSink
{
    /// <summary>A log that goes there.</summary>
    public static Logger Create(SimulatedNode node, Timeline timeline, bool verbose, Mortality mortality, Action<InstanceLine> onLine)
    {
        var log = new LoggerConfiguration().WriteTo.Sink(new InstanceLog(node, timeline, mortality, onLine));
        return (verbose ? log.MinimumLevel.Debug() : log.MinimumLevel.Information()).CreateLogger();
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (mortality.IsDead)
        {
            return;
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        OneLine.Write(text, logEvent.RenderMessage(CultureInfo.InvariantCulture));
        if (logEvent.Exception is { } fault)
        {
            OneLine.Write(text, $": {fault.Message} ({fault.GetType().Name})");
        }

        var runner = logEvent.Properties.TryGetValue(Logs.Runner, out var value) && value is ScalarValue { Value: string name } ? name : "";
        onLine(new(timeline.Now, node.Name, logEvent.Level, runner, text.ToString()));
    }
}
