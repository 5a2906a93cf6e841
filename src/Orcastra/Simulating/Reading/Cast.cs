using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core;

namespace Orcastra.Simulating;

/// <summary>The nodes and services of a scenario, so that whatever names one of them can be checked.</summary>
/// <param name="findings">Where errors go.</param>
internal sealed class Cast(Findings findings)
{
    private const string Beside = "beside ";

    private readonly Dictionary<string, ScenarioService> _services = new(StringComparer.Ordinal);

    /// <summary>The machines' hostnames.</summary>
    public ImmutableArray<string> Nodes { get; set; } = [];

    /// <summary>The services' full names.</summary>
    public IReadOnlyCollection<string> Services => _services.Keys;

    /// <summary>A service as it was deployed last; null if it has not been.</summary>
    public ScenarioService? Known(string name) => _services.GetValueOrDefault(name);

    /// <summary>A service is deployed.</summary>
    public void Enters(ScenarioService service) => _services[service.Name] = service;

    /// <summary>The service that is named; null, and an error, if it is none.</summary>
    public string? Service(YamlValue value, string what)
    {
        if (Scalar(value, what, "the full name of a service") is not { } name)
        {
            return null;
        }

        if (_services.ContainsKey(name.Text))
        {
            return name.Text;
        }

        findings.Error(name.Place, $"{what}: there is no service '{name.Text}'{Hint(name.Text, _services.Keys)}");
        return null;
    }

    /// <summary>The node that is named: a hostname, <c>leader</c>, or <c>beside SERVICE</c>; null, and an error, if it is none.</summary>
    public NodeReference? Node(YamlValue value, string what)
    {
        if (Scalar(value, what, "a node") is not { } name)
        {
            return null;
        }

        if (name.Text.StartsWith(Beside, StringComparison.Ordinal))
        {
            return Service(name with { Text = name.Text[Beside.Length..].Trim() }, what) is { } service ? new("", service) : null;
        }

        if (name.Text == NodeReference.Leader || Nodes.Contains(name.Text))
        {
            return new(name.Text);
        }

        findings.Error(name.Place, $"{what}: there is no node '{name.Text}'{Hint(name.Text, Nodes)}; leader and beside SERVICE name one, too");
        return null;
    }

    /// <summary>The hostname that is given; null, and an error, if it is none.</summary>
    public string? Hostname(YamlValue value, string what)
    {
        if (Scalar(value, what, "a node") is not { } name || Nodes.Contains(name.Text))
        {
            return (value as YamlScalar)?.Text;
        }

        findings.Error(name.Place, $"{what}: there is no node '{name.Text}'{Hint(name.Text, Nodes)}");
        return null;
    }

    /// <summary>A list of texts, or one alone; an error for whatever is none.</summary>
    public IEnumerable<YamlScalar> Texts(YamlValue? value, string what)
    {
        IEnumerable<YamlValue> items = value is YamlList list ? list.Items : value is null ? [] : [value];
        return items.Select(item => Scalar(item, what, "a text")).OfType<YamlScalar>();
    }

    private YamlScalar? Scalar(YamlValue value, string what, string wanted)
    {
        if (value is YamlScalar { IsNull: false } scalar && scalar.Text.Length > 0)
        {
            return scalar;
        }

        findings.Error(value.Place, $"{what} must be {wanted}, this is {value.Kind}");
        return null;
    }

    private static string Hint(string written, IEnumerable<string> names) => Spelling.DidYouMean(written, names);
}
