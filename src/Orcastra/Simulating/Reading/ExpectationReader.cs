using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Simulating;

/// <summary>Reads expectations.</summary>
/// <param name="cast">Whom the scenario knows.</param>
/// <param name="findings">Where errors go.</param>
internal sealed class ExpectationReader(Cast cast, Findings findings)
{
    private const string Usage = "write e.g. {service: git_gitea, beside: git_gitea_db, within: 30s}";

    private static readonly ImmutableArray<string> Keys = ["service", "on", "beside", "up", "never", "label", "traces", "says", "within"];

    private static readonly ImmutableArray<string> Subjects = ["service", "label", "traces", "says"];
    private static readonly ImmutableArray<string> Ways = ["on", "beside", "up", "never"];

    /// <summary>One, or a list of them.</summary>
    public ImmutableArray<Expectation> Read(YamlValue? value) => value switch
    {
        null => [],
        YamlList list => [.. list.Items.Select(One).OfType<Expectation>()],
        _ => [.. new[] { One(value) }.OfType<Expectation>()],
    };

    private Expectation? One(YamlValue value)
    {
        if (value is not YamlMap map)
        {
            findings.Error(value.Place, $"an expectation is a map, this is {value.Kind}; {Usage}");
            return null;
        }

        var fields = new Fields(map, "an expectation", Keys, findings);
        var within = fields.Value("within", ScenarioTypes.Time) ?? Expectation.DefaultPatience;
        var about = Subjects.Where(key => fields.Any(key) is not null).ToList();
        if (about.Count != 1)
        {
            findings.Error(map.Place, about.Count == 0 ? $"this expects nothing; {Usage}" : $"{string.Join(" and ", about)} are two expectations; make one of each");
            return null;
        }

        return about[0] switch
        {
            "service" => OfService(fields, map.Place, within),
            "label" => OfLabel(fields, map.Place, within),
            "says" => fields.Text("says", ValueTypes.Text) is { } text ? new Says(text.Text, within) : null,
            _ => Is(fields, "traces", "none") ? new NoTraces(within) : null,
        };
    }

    private Expectation? OfService(Fields fields, Place place, TimeSpan within)
    {
        var ways = Ways.Where(key => fields.Any(key) is not null).ToList();
        if (cast.Service(fields.Any("service")!, "service") is not { } service)
        {
            return null;
        }

        if (ways.Count != 1)
        {
            findings.Error(place, $"of a service one of on, beside, up and never is expected, here {(ways.Count == 0 ? "none" : string.Join(" and ", ways))} is; {Usage}");
            return null;
        }

        return ways[0] switch
        {
            "on" => cast.Node(fields.Any("on")!, "on") is { } node ? new OnNode(service, node, within) : null,
            "beside" => cast.Service(fields.Any("beside")!, "beside") is { } anchor ? new BesideService(service, anchor, within) : null,
            "never" => Is(fields, "never", "twice") ? new NeverTwice(service, within) : null,
            _ => OfCount(fields, service, within),
        };
    }

    private static CountUp? OfCount(Fields fields, string service, TimeSpan within) => fields.Any("up") is YamlScalar { Text: "everywhere" }
        ? new CountUp(service, null, within)
        : fields.Value("up", ScenarioTypes.Replicas) is { } count ? new CountUp(service, count, within) : null;

    private LabelOn? OfLabel(Fields fields, Place place, TimeSpan within)
    {
        if (fields.Text("label", ValueTypes.Text) is not { } label)
        {
            return null;
        }

        if (fields.Any("on") is not { } on)
        {
            findings.Error(place, "a label is expected on a node; write e.g. {label: gitea_db, on: node2} or {label: tier=gold, on: node2}");
            return null;
        }

        var parts = label.Text.Split('=', 2);
        return cast.Node(on, "on") is { } node ? new(parts[0], parts.Length == 2 ? parts[1] : "true", node, within) : null;
    }

    private bool Is(Fields fields, string key, string word)
    {
        if (fields.Scalar(key) is { } scalar && scalar.Text != word)
        {
            findings.Error(scalar.Place, $"{key}: '{scalar.Text}' is not known; write {word}");
            return false;
        }

        return true;
    }
}
