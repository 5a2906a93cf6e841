using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orcastra.Cli.Output;
using Orcastra.Core.Remembering;

namespace Orcastra.Cli.Status;

/// <summary>A node that is being taken out for a while, or for which that failed lately, in a status.</summary>
/// <param name="Node">Its host name.</param>
/// <param name="Kind">What is done to it.</param>
/// <param name="Since">When that was asked for.</param>
/// <param name="State">How far it has come.</param>
/// <param name="IsFailed">True if it was given up.</param>
internal sealed record NodeRow(string Node, string Kind, DateTimeOffset Since, string State, bool IsFailed)
{
    /// <summary>Shows them to people.</summary>
    public static void Show(Screen screen, StatusReport report)
    {
        var rows = Of(report);
        if (!rows.IsEmpty)
        {
            screen.Heading("Drains and reboots");
            screen.Table(["Node", "Kind", "Since", "State"], rows.Select(ImmutableArray<Cell> (row) =>
                [row.Node, row.Kind, $"{row.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", new(row.State, row.IsFailed ? Tone.Bad : Tone.Warning)]));
        }
    }

    /// <summary>Writes them for machines.</summary>
    public static void Write(Utf8JsonWriter json, StatusReport report) => json.Objects("takenOut", Of(report), row =>
    {
        json.WriteString("node", row.Node);
        json.WriteString("kind", row.Kind);
        json.WriteString("since", IndentedJson.Stamp(row.Since));
        json.WriteBoolean("isFailed", row.IsFailed);
        json.WriteString("state", row.State);
    });

    private static ImmutableArray<NodeRow> Of(StatusReport report) =>
    [
        .. report.Memory.Reboots.Values.Where(reboot => !reboot.IsOver || reboot.Stage == RebootStage.Failed)
            .Select(reboot => new NodeRow(report.Snapshot.NameOf(reboot.NodeId), "reboot", reboot.BegunAt, Words(reboot), reboot.Stage == RebootStage.Failed)),
        .. report.Memory.Drains.Values.Where(drain => !drain.IsOver || drain.State == DrainState.Failed)
            .Select(drain => new NodeRow(report.Snapshot.NameOf(drain.NodeId), "drain", drain.BegunAt, Words(drain), drain.State == DrainState.Failed)),
    ];

    private static string Words(Reboot reboot) => reboot.Stage switch
    {
        RebootStage.Looking => "its machine is asked for its boot ID",
        RebootStage.Emptying => "its services are brought up elsewhere",
        RebootStage.Due => "it is empty, and rebooted once all that has to hold does",
        RebootStage.Sent => "it reboots",
        RebootStage.Failed => $"given up: {reboot.Reason}",
        _ => "it is back",
    };

    private static string Words(Drain drain) => drain.State == DrainState.Failed
        ? $"given up: {drain.Reason}"
        : string.Create(CultureInfo.InvariantCulture, $"{drain.Total - Math.Min(drain.Left, drain.Total)} of {drain.Total} services moved");
}
