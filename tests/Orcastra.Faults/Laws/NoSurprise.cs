using Orcastra.Simulating;
using Serilog.Events;

namespace Orcastra.Faults;

/// <summary>Nothing ends with an exception that nobody expected, and nobody leaves who was not asked to.</summary>
internal sealed class NoSurprise : Law
{
    private bool _isOver;

    public override string Sentence => "Nothing ends with an exception that nobody expected, and nobody leaves who was not asked to.";

    public override void OnLine(InstanceLine line)
    {
        if (line.Level >= LogEventLevel.Error && line.Text.Contains("broke", StringComparison.Ordinal))
        {
            Break($"{line.Node}: {line.Text}");
        }
    }

    public override void OnTick()
    {
        if (!_isOver && Stage.Instances.FirstOrDefault(IsSurprise) is { } ended)
        {
            _isOver = true;
            Break($"{ended.Node.Name}: {ended.Fault?.ToString() ?? "it left"}");
        }
    }

    // Who is asked to leave before it has found its place gives up the search.
    private bool IsSurprise(SimulatedInstance instance) =>
        instance.Fault is not null and not OperationCanceledException || (instance.Ended is not null && !Stage.Leaving.Contains(instance.Node.Number));
}
