using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Simulating;

/// <summary>What a scenario file says: a scenario, or all that is wrong with it.</summary>
/// <param name="Scenario">The scenario; null if there is an error.</param>
/// <param name="Errors">Everything that is wrong.</param>
internal sealed record ScenarioResult(Scenario? Scenario, ImmutableArray<ConfigError> Errors);

/// <summary>Reads scenario files: as all files of ours, with every error at once and where it stands.</summary>
internal sealed class ScenarioReader
{
    private static readonly ImmutableArray<string> Keys =
        ["name", "seed", "nodes", "services", "dependencies", "static_labels", "settings", "instances", "may_overlap", "steps", "expect"];

    private readonly Findings _findings = new();
    private readonly Cast _cast;

    private ScenarioReader() => _cast = new(_findings);

    /// <summary>Reads a file.</summary>
    public static ScenarioResult Read(FileContent file)
    {
        var reader = new ScenarioReader();
        var scenario = reader.OfFile(file);
        return new(reader._findings.AreGood ? scenario : null, reader._findings.Errors);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="text">The text.</param>
    public static ScenarioResult Read(string name, string text) => Read(new FileContent(name, System.Text.Encoding.UTF8.GetBytes(text), null));

    private Scenario? OfFile(FileContent file)
    {
        if (file.Bytes is null)
        {
            _findings.Error(new(file.Path, 1, 1), file.Problem ?? "there is no such file");
            return null;
        }

        if (YamlText.Decode(file.Path, file.Bytes, _findings) is not { } text)
        {
            return null;
        }

        var root = YamlReader.Read(file.Path, text, _findings);
        if (root is YamlMap map)
        {
            // Keys that start with x- hold what aliases refer to, as in our other files.
            var own = map with { Entries = map.Entries.RemoveAll(entry => entry.Key.Text.StartsWith("x-", StringComparison.Ordinal)) };
            return OfFields(new(own, "a scenario", Keys, _findings), map.Place);
        }

        if (_findings.AreGood)
        {
            _findings.Error(root?.Place ?? new(file.Path, 1, 1), $"a scenario must be a map at its top, this is {root?.Kind ?? "nothing"}");
        }

        return null;
    }

    private Scenario OfFields(Fields fields, Place place)
    {
        var nodes = new ScenarioNodesReader(_findings).Read(fields.Any("nodes"));
        _cast.Nodes = [.. nodes.Select(node => node.Name)];
        var services = Services(fields, place);
        var policy = new ScenarioPolicyReader(_cast, _findings);
        var settings = policy.Settings(fields.Map("settings"));
        var draft = policy.Draft(settings, fields.Map("dependencies"), fields.Map("static_labels"));
        var scenario = new Scenario
        {
            Name = fields.Text("name", ValueTypes.Text)?.Text ?? "",
            Seed = fields.Value("seed", ScenarioTypes.Seed) ?? 1,
            Nodes = nodes,
            Services = services,
            Settings = settings,
            Policy = ScenarioPolicyReader.PolicyOf(settings, draft),
            Instances = fields.Any("instances") is { } instances ? [.. Names(instances, "instances", _cast.Hostname)] : null,
            Steps = new StepReader(_cast, _findings).Read(fields.List("steps")),
            Expectations = new ExpectationReader(_cast, _findings).Read(fields.Any("expect")),
            MayOverlap = fields.Any("may_overlap") is { } overlap ? [.. Names(overlap, "may_overlap", _cast.Service)] : [],
        };
        policy.CheckNames(draft); // last, as a step may bring a service in
        return scenario;
    }

    private ImmutableArray<ScenarioService> Services(Fields fields, Place place)
    {
        if (fields.Map("services") is not { } map)
        {
            if (fields.Any("services") is null)
            {
                _findings.Error(place, "a scenario needs services; write e.g. services: {git_gitea_db: {}, git_gitea: {}}");
            }

            return [];
        }

        var reader = new ServiceReader(_cast, _findings);
        ImmutableArray<ScenarioService> services = [.. map.Entries.Select(entry => reader.Read(entry.Key, entry.Value))];
        foreach (var service in services)
        {
            _cast.Enters(service);
        }

        return services;
    }

    private IEnumerable<string> Names(YamlValue value, string what, Func<YamlValue, string, string?> read) =>
        _cast.Texts(value, what).Select(name => read(name, what)).OfType<string>();
}
