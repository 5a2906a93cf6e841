using System.Text.Json;
using Orcastra.Cli.Output;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Core.Swarm;

namespace Orcastra.Cli.Status;

/// <summary>A status for machines.</summary>
internal static class StatusJson
{
    /// <summary>The status as JSON.</summary>
    /// <param name="engine">The engine, as it was asked.</param>
    /// <param name="trouble">Why nothing was seen; empty if something was.</param>
    /// <param name="report">What was seen; null if nothing was.</param>
    /// <param name="config">The files.</param>
    /// <param name="settings">The environment.</param>
    public static string Of(string engine, string trouble, StatusReport? report, ConfigResult config, Settings settings) => IndentedJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("engine");
        json.WriteString("host", engine);
        json.WriteBoolean("isReachable", report is not null);
        json.TextIfAny("trouble", trouble);
        json.WriteEndObject();
        if (report is not null)
        {
            Write(json, report, settings);
        }

        json.WriteStartObject("configuration");
        json.Texts("errors", config.Errors.Select(error => error.ToString()));
        json.Texts("notes", settings.Notes.Concat(config.Notes));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, StatusReport report, Settings settings)
    {
        json.WriteString("takenAt", IndentedJson.Stamp(report.Snapshot.TakenAt));
        Acting(json, report);
        json.WriteString("raftLeader", report.Snapshot.Nodes.Values.FirstOrDefault(node => node.IsLeader)?.Hostname ?? "");
        json.WriteBoolean("hasMemory", report.HasMemory);
        json.TextIfAny("heldReload", report.Memory.HeldReload);
        json.Objects("nodes", report.Snapshot.Nodes.Values.OrderBy(node => node.Hostname, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal), node => Node(json, node));
        json.Objects("anchors", report.Anchors, anchor => Anchor(json, anchor));
        Memory(json, report, settings);
        NodeRow.Write(json, report);
        CommandRows.Write(json, report.Memory);
        json.Objects("refusals", report.Plan.Refusals, refusal =>
        {
            json.WriteString("runner", refusal.Runner);
            json.WriteString("subject", refusal.Subject);
            json.WriteString("reason", refusal.Reason);
        });
    }

    private static void Acting(Utf8JsonWriter json, StatusReport report)
    {
        json.WriteStartObject("acting");
        json.WriteString("words", report.Acting.Words);
        if (report.Acting.State?.Holder is { } holder)
        {
            json.WriteBoolean("isGone", report.Acting.IsGone);
            Instance(json, holder, report.Snapshot);
        }

        json.Objects("standbys", (report.Acting.State?.Standbys ?? []).Select(Core.Leading.Instance.Parse).OfType<Instance>(), standby => Instance(json, standby, report.Snapshot));
        json.WriteEndObject();
    }

    private static void Instance(Utf8JsonWriter json, Instance instance, ClusterSnapshot snapshot)
    {
        json.WriteString("node", snapshot.NameOf(instance.NodeId));
        json.WriteString("host", instance.Host);
        json.WriteNumber("processId", instance.ProcessId);
    }

    private static void Node(Utf8JsonWriter json, Node node)
    {
        json.WriteString("name", node.Hostname);
        json.WriteString("id", node.Id);
        json.WriteString("state", node.State.ToString().ToLowerInvariant());
        json.WriteString("availability", node.Availability.ToString().ToLowerInvariant());
        json.WriteString("role", node.Role);
        json.WriteBoolean("isLeader", node.IsLeader);
        json.WriteStartObject("labels");
        foreach (var (key, value) in node.Labels)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void Anchor(Utf8JsonWriter json, AnchorReport anchor)
    {
        json.WriteString("name", anchor.Group.Name);
        json.WriteString("service", anchor.Group.Anchor.Name);
        json.Texts("places", Names(anchor.Places));
        json.Texts("labelled", Names(anchor.Labelled));
        json.WriteString("declaredAt", anchor.Group.Policy.Where);
        json.Objects("dependents", anchor.Dependents, dependent =>
        {
            json.WriteString("service", dependent.Service);
            json.WriteString("state", StatusWords.Of(dependent.Standing).Replace(' ', '-'));
            json.Texts("places", Names(dependent.Places));
            json.TextIfAny("reason", dependent.Reason);
        });
    }

    private static void Memory(Utf8JsonWriter json, StatusReport report, Settings settings)
    {
        json.Objects("handOffs", report.Memory.HandOffs.Values, handOff =>
        {
            json.WriteString("id", handOff.Id);
            json.WriteString("service", report.ServiceName(handOff.ServiceId));
            json.TextIfAny("anchor", handOff.Anchor);
            json.WriteString("kind", StatusWords.Of(handOff.Purpose));
            json.Texts("from", handOff.From.Distinct().Select(report.Snapshot.NameOf));
            json.Texts("to", handOff.Targets.Select(report.Snapshot.NameOf));
            json.WriteString("begunAt", IndentedJson.Stamp(handOff.BegunAt));
            json.WriteString("phase", Phases.Of(handOff, report.Snapshot));
        });
        json.Objects("retries", report.Memory.Attempts, entry =>
        {
            json.WriteString("service", report.ServiceName(entry.Key));
            json.WriteNumber("count", entry.Value.Count);
            json.WriteString("since", IndentedJson.Stamp(entry.Value.Since));
            json.WriteString("lastAt", IndentedJson.Stamp(entry.Value.LastAt));
            json.WriteString("lastOutcome", entry.Value.LastOutcome);
            json.WriteBoolean("isGivenUp", StatusReport.IsOverdue(entry.Value, report.Snapshot.TakenAt, settings.MaxMismatchDuration));
        });
        json.Objects("pauses", StatusWords.Pauses(report), pause =>
        {
            json.WriteString("anchor", pause.Anchor);
            json.WriteString("reason", pause.Reason);
        });
    }

    private static string[] Names(string joined) => joined.Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
