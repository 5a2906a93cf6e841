namespace Orcastra.Conformance;

/// <summary>What came of showing a behaviour.</summary>
/// <param name="Behaviour">Which.</param>
/// <param name="Seconds">How long it took, in the Swarm's own time.</param>
/// <param name="Measured">Values for the table; empty if there are none.</param>
/// <param name="Fault">What was different; null if nothing was.</param>
public sealed record Shown(Behaviour Behaviour, double Seconds, string Measured, Exception? Fault)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Shows a behaviour on a Swarm and takes away what it left.</summary>
    public static async Task<Shown> OnAsync(ISwarmUnderTest swarm, Behaviour behaviour, int number, Machine? worker = null)
    {
        var stage = new Stage(swarm, number, worker);
        var began = swarm.Time.GetTimestamp();
        Exception? fault = null;
        try
        {
            await behaviour.ShowAsync(stage).WaitAsync(Limit, swarm.Time);
        }
#pragma warning disable CA1031 // whatever it is, it is this behaviour's result, and the others go on
        catch (Exception different)
        {
            fault = different;
        }

        var took = swarm.Time.GetElapsedTime(began).TotalSeconds;
        try
        {
            await stage.ClearAsync();
        }
        catch (Exception left)
        {
            fault ??= left;
        }
#pragma warning restore CA1031

        return new(behaviour, took, stage.Measured, fault);
    }

    /// <summary>The results as a table for a document.</summary>
    public static string Table(IEnumerable<Shown> results) => string.Join('\n',
        results.OrderBy(shown => shown.Behaviour.Theme, StringComparer.Ordinal).ThenBy(shown => shown.Behaviour.Name, StringComparer.Ordinal).Select(shown => shown.Row)
            .Prepend("|---|---|---|---|").Prepend("| theme | behaviour | measured | took |"));

    private string Row => FormattableString.Invariant(
        $"| {Behaviour.Theme} | {Behaviour.Sentence} | {(Fault is null ? Measured : $"**different**: {Fault.Message}").ReplaceLineEndings(" ")} | {Seconds:0.0} s |");
}
