using System.Text.Json;
using Orcastra.Cli.Output;
using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Membership;

namespace Orcastra.Cli.Plans;

/// <summary>A plan for machines.</summary>
internal static class PlanJson
{
    /// <summary>The plan as JSON, nodes by hostname.</summary>
    public static string Of(PlanPage page) => IndentedJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("takenAt", IndentedJson.Stamp(page.TakenAt));
        json.Objects<Action>("actions", [.. page.Joining.Select(Action (action) => () => Write(json, action)), .. page.Cluster.Actions.Select(Action (action) => () => Write(json, action))], write => write());
        json.Objects("refusals", page.Refusals, refusal =>
        {
            json.WriteString("runner", refusal.Runner);
            json.WriteString("subject", refusal.Subject);
            json.WriteString("reason", refusal.Reason);
        });
        json.Texts("notes", page.Notes);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, MembershipAction action)
    {
        var words = MembershipWords.Of(action);
        json.WriteString("runner", Runner.Bootstrap);
        json.WriteString("kind", words.Kind);
        json.WriteString("node", action.Subject);
        json.TextIfAny("what", words.What);
        json.WriteString("reason", action.Reason);
    }

    private static void Write(Utf8JsonWriter json, PlannedAction action)
    {
        var fields = action.Match<(string Kind, string Service, string Node, string Key, string? Value, string From, string To)>(
            set => ("set-node-label", "", set.Node.Hostname, set.Key, set.Value, "", ""),
            remove => ("remove-node-label", "", remove.Node.Hostname, remove.Key, null, "", ""),
            step => ("hand-off", step.Service.Name, "", "", null, step.From, step.To),
            restart => ("restart-service", restart.Service.Name, "", "", null, "", restart.To),
            availability => ("set-availability", "", availability.Node.Hostname, "", availability.Availability.ToString().ToLowerInvariant(), "", ""),
            reboot => ("reboot-node", "", reboot.Node.Hostname, "", null, "", ""),
            rollBack => ("rollback-service", rollBack.Service.Name, "", "", null, "", ""),
            forget => ("remove-kept-spec", forget.ServiceId, "", "", null, "", ""));
        json.WriteString("runner", action.Runner);
        json.WriteString("kind", fields.Kind);
        json.TextIfAny("service", fields.Service);
        json.TextIfAny("node", fields.Node);
        json.TextIfAny("key", fields.Key);
        if (fields.Value is not null)
        {
            json.WriteString("value", fields.Value);
        }

        json.TextIfAny("from", fields.From);
        json.TextIfAny("to", fields.To);
        json.WriteString("reason", action.Reason);
    }
}
