using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core;
using Orcastra.Core.Policies;

namespace Orcastra.Simulating;

/// <summary>Reads what Orcastra is to keep in a scenario, by the readers of its own files.</summary>
/// <param name="cast">Whom the scenario knows.</param>
/// <param name="findings">Where errors go.</param>
internal sealed class ScenarioPolicyReader(Cast cast, Findings findings)
{
    /// <summary>The environment.</summary>
    public Settings Settings(YamlMap? map)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (Variables.All.All(variable => variable.Name != key.Text))
            {
                findings.Error(key.Place, $"{key.Text} is no variable of Orcastra{Spelling.DidYouMean(key.Text, Variables.All.Select(variable => variable.Name))}");
            }
            else if (value is not YamlScalar scalar)
            {
                findings.Error(value.Place, $"{key.Text} must be a single value, this is {value.Kind}");
            }
            else
            {
                (variables[key.Text], places[key.Text]) = (scalar.Text, scalar.Place);
            }
        }

        var settings = Config.Settings.Load(variables, _ => "", out var errors);
        foreach (var error in errors)
        {
            var about = places.Keys.FirstOrDefault(name => error.Message.StartsWith(name, StringComparison.Ordinal));
            findings.Error(about is null ? map!.Place : places[about], error.Message);
        }

        return settings;
    }

    /// <summary>Anchors, and the static labels of nodes.</summary>
    public FileDraft Draft(Settings settings, YamlMap? dependencies, YamlMap? labels)
    {
        var anchors = dependencies is null ? [] : new DependenciesReader(ConfigFiles.DefaultsOf(settings), findings).Read(dependencies);
        var reader = new LabelsReader(findings);
        ImmutableArray<NodeDraft> nodes =
        [
            .. (labels?.Entries ?? []).Select(entry => new NodeDraft(cast.Hostname(entry.Key, "static_labels") ?? entry.Key.Text, "", reader.Read(entry.Value), entry.Key.Place)),
        ];
        var draft = new FileDraft(new() { HasNodes = labels is not null, Nodes = nodes }, dependencies is not null, anchors);
        NodeRules.Check(draft, findings);
        DependencyRules.Check(draft.Anchors, findings);
        return draft;
    }

    /// <summary>Reports anchors and dependents that no service of the scenario is.</summary>
    public void CheckNames(FileDraft draft)
    {
        foreach (var anchor in draft.Anchors)
        {
            Check(anchor.Policy.FullName(anchor.Policy.Name), anchor.Place);
            foreach (var (dependent, place) in anchor.Policy.Dependents.Zip(anchor.DependentPlaces))
            {
                Check(anchor.Policy.FullName(dependent), place);
            }
        }
    }

    /// <summary>The policy.</summary>
    public static Policy PolicyOf(Settings settings, FileDraft draft) => ConfigFiles.PolicyOf(settings, ConfigFiles.DefaultsOf(settings), draft);

    private void Check(string service, Place place)
    {
        if (cast.Known(service) is null)
        {
            findings.Error(place, $"there is no service '{service}'{Spelling.DidYouMean(service, cast.Services)}");
        }
    }
}
