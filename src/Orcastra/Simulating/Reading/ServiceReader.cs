using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Simulating;

/// <summary>Reads services of a scenario.</summary>
/// <param name="cast">Whom the scenario knows.</param>
/// <param name="findings">Where errors go.</param>
internal sealed class ServiceReader(Cast cast, Findings findings)
{
    private static readonly ImmutableArray<string> Keys =
    [
        "image", "command", "start", "stop", "pull", "unhealthy_after", "crashes_on", "memory", "replicas", "mode", "constraints", "starts_on", "grace",
        "order", "monitor", "failure_action", "restart", "volume", "port", "reserve", "network", "labels",
    ];

    /// <summary>Reads a service, or what changes of one.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="value">What is said of it.</param>
    /// <param name="before">What it was before; null for a new one.</param>
    public ScenarioService Read(YamlScalar name, YamlValue value, ScenarioService? before = null)
    {
        var service = before ?? new ScenarioService { Name = name.Text };
        if (Fields.Read(name, "service", FileTypes.Service, findings, out _) && name.Text.Length > Names.LongestService)
        {
            findings.Error(name.Place, $"'{name.Text}' has {name.Text.Length} letters; Swarm's service names have {Names.LongestService} at most");
        }

        if (value is YamlScalar { IsNull: true })
        {
            return service;
        }

        if (value is not YamlMap map)
        {
            findings.Error(value.Place, $"service '{name.Text}' must be a map such as {{stop: 2s, memory: 512MiB}}, or nothing, this is {value.Kind}");
            return service;
        }

        var fields = new Fields(map, $"service '{name.Text}'", Keys, findings);
        return Placement(fields, Running(fields, Updating(fields, service)));
    }

    private ScenarioService Running(Fields fields, ScenarioService service) => service with
    {
        Image = fields.Text("image", ValueTypes.Text)?.Text ?? service.Image,
        Command = fields.Text("command", ValueTypes.Text)?.Text ?? service.Command,
        Start = fields.Value("start", ScenarioTypes.Time) ?? service.Start,
        Stop = fields.Value("stop", ScenarioTypes.Time) ?? service.Stop,
        Pull = fields.Value("pull", ScenarioTypes.Time) ?? service.Pull,
        UnhealthyAfter = fields.Value("unhealthy_after", ScenarioTypes.Time) ?? service.UnhealthyAfter,
        CrashesOn = Hostnames(fields, "crashes_on") ?? service.CrashesOn,
        Memory = fields.Value("memory", ScenarioTypes.Size) ?? service.Memory,
        Grace = fields.Value("grace", ScenarioTypes.Time) ?? service.Grace,
        Volume = fields.Text("volume", ValueTypes.Text)?.Text ?? service.Volume,
        Port = fields.Value("port", ScenarioTypes.Port) ?? service.Port,
        Network = fields.Text("network", ValueTypes.Text)?.Text ?? service.Network,
    };

    private static ScenarioService Updating(Fields fields, ScenarioService service) => service with
    {
        IsStartFirst = fields.Value("order", ScenarioTypes.IsStartFirst) ?? service.IsStartFirst,
        Monitor = fields.Value("monitor", ScenarioTypes.Time) ?? service.Monitor,
        FailureAction = Lower(fields.Text("failure_action", ScenarioTypes.FailureAction)) ?? service.FailureAction,
        Restart = Lower(fields.Text("restart", ScenarioTypes.Restart)) ?? service.Restart,
    };

    private ScenarioService Placement(Fields fields, ScenarioService service) => service with
    {
        Replicas = fields.Value("replicas", ScenarioTypes.Replicas) ?? service.Replicas,
        IsGlobal = fields.Value("mode", ScenarioTypes.IsGlobal) ?? service.IsGlobal,
        Constraints = fields.Any("constraints") is { } constraints ? [.. cast.Texts(constraints, "constraints").Where(IsConstraint).Select(text => text.Text)] : service.Constraints,
        StartsOn = fields.Any("starts_on") is { } node ? cast.Hostname(node, "starts_on") ?? "" : service.StartsOn,
        Reserve = fields.Value("reserve", ScenarioTypes.Size) ?? service.Reserve,
        Labels = fields.Any("labels") is { } labels
            ? new LabelsReader(findings).Read(labels).ToImmutableSortedDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal)
            : service.Labels,
    };

    private static string? Lower(YamlScalar? scalar) => scalar?.Text.ToLowerInvariant();

    private ImmutableArray<string>? Hostnames(Fields fields, string key) =>
        fields.Any(key) is { } value ? [.. cast.Texts(value, key).Select(name => cast.Hostname(name, key)).OfType<string>()] : null;

    private bool IsConstraint(YamlScalar text)
    {
        if (Core.Swarm.Constraint.Parse(text.Text) is not null)
        {
            return true;
        }

        findings.Error(text.Place, $"'{text.Text}' is no constraint; write e.g. node.labels.zfs == true");
        return false;
    }
}
