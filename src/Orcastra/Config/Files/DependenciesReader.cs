using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>Reads a map of anchors.</summary>
/// <param name="defaults">What holds where an anchor says nothing.</param>
/// <param name="findings">Where errors go.</param>
internal sealed class DependenciesReader(DependencyDefaults defaults, Findings findings)
{
    private static readonly ImmutableArray<string> Keys = ["services", "stack", "restart_dependents", "retry_intervals", "handoff", "bind"];

    /// <summary>The anchors of a map.</summary>
    public ImmutableArray<AnchorDraft> Read(YamlMap map) => [.. map.Entries.Select(entry => Anchor(entry.Key, entry.Value))];

    private AnchorDraft Anchor(YamlScalar key, YamlValue value)
    {
        CheckName(key, "an anchor");
        switch (value)
        {
            case YamlList list:
                return Draft(key, new(new(value.Place, []), "", [], findings), list);
            case YamlMap map:
                var fields = new Fields(map, $"anchor '{key.Text}'", Keys, findings);
                if (fields.Any("services") is null)
                {
                    findings.Error(key.Place, $"anchor '{key.Text}' has no services; write services: [NAME, …], or [] for none");
                }

                return Draft(key, fields, fields.List("services"));
            default:
                var advice = value is YamlScalar { IsNull: true } ? "[] for none" : "[NAME, …]";
                findings.Error(value.Place, $"anchor '{key.Text}' must be a list of services or a map with services, this is {value.Kind}; write {advice}");
                return Draft(key, new(new(value.Place, []), "", [], findings), null);
        }
    }

    private AnchorDraft Draft(YamlScalar key, Fields fields, YamlList? services)
    {
        var dependents = Dependents(services);
        var stack = fields.Text("stack", FileTypes.Stack)?.Text ?? defaults.Stack;
        var policy = new AnchorPolicy(
            key.Text,
            stack,
            [.. dependents.Select(dependent => dependent.Text)],
            fields.Value("restart_dependents", ValueTypes.Bool) ?? defaults.RestartDependents,
            Retries(fields),
            fields.Value("handoff", Variables.HandOff) ?? defaults.HandOff,
            fields.Value("bind", ValueTypes.Bool) ?? defaults.Bind,
            key.Place.ToString())
        {
            DependentsWhere = [.. dependents.Select(dependent => dependent.Place.ToString())],
        };
        CheckLength(policy, policy.Name, key.Place);
        foreach (var dependent in dependents)
        {
            CheckLength(policy, dependent.Text, dependent.Place);
        }

        return new(policy, [.. dependents.Select(dependent => dependent.Place)], key.Place);
    }

    private ImmutableArray<Placed> Dependents(YamlList? list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var dependents = ImmutableArray.CreateBuilder<Placed>();
        foreach (var item in list?.Items ?? [])
        {
            if (item is not YamlScalar scalar)
            {
                findings.Error(item.Place, $"a dependent must be the name of a service, this is {item.Kind}");
            }
            else if (CheckName(scalar, "a dependent"))
            {
                if (seen.Add(scalar.Text))
                {
                    dependents.Add(new(scalar.Text, scalar.Place));
                }
                else
                {
                    findings.Error(scalar.Place, $"dependent '{scalar.Text}' stands twice in this list; remove one of them");
                }
            }
        }

        return dependents.ToImmutable();
    }

    private RetrySchedule Retries(Fields fields)
    {
        if (fields.List("retry_intervals") is not { } list)
        {
            return RetrySchedule.Default;
        }

        if (list.Items.IsEmpty)
        {
            findings.Error(list.Place, "retry_intervals is empty; write e.g. [2, 10, 60, 300, 900] (seconds), or remove the line");
            return RetrySchedule.Default;
        }

        var waits = ImmutableArray.CreateBuilder<TimeSpan>();
        foreach (var item in list.Items)
        {
            if (item is not YamlScalar scalar)
            {
                findings.Error(item.Place, $"retry_intervals is a list of seconds, this is {item.Kind}");
            }
            else if (Fields.Read(scalar, "retry_intervals", ValueTypes.Seconds, findings, out var wait))
            {
                waits.Add(wait);
            }
        }

        return waits.Count > 0 ? new(waits.ToImmutable()) : RetrySchedule.Default;
    }

    private bool CheckName(YamlScalar name, string what)
    {
        if (name.IsNull || name.Text.Length == 0)
        {
            findings.Error(name.Place, $"{what} without a name; write the service's name, or remove it");
            return false;
        }

        return Fields.Read(name, what[(what.IndexOf(' ') + 1)..], FileTypes.Service, findings, out _);
    }

    private void CheckLength(AnchorPolicy anchor, string name, Place place)
    {
        var full = anchor.FullName(name);
        if (full.Length > Names.LongestService)
        {
            findings.Error(place, $"'{full}' has {full.Length} letters; Swarm's service names have {Names.LongestService} at most");
        }
    }
}
