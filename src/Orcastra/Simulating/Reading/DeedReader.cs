using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core;

namespace Orcastra.Simulating;

/// <summary>Reads deeds: the word that says what happens, and to whom.</summary>
internal sealed class DeedReader
{
    private readonly Cast _cast;
    private readonly Findings _findings;
    private readonly ServiceReader _services;
    private readonly ExpectationReader _expectations;
    private readonly Dictionary<string, Func<string, YamlValue, IEnumerable<Deed?>>> _words;

    /// <summary>A reader.</summary>
    /// <param name="cast">Whom the scenario knows.</param>
    /// <param name="findings">Where errors go.</param>
    public DeedReader(Cast cast, Findings findings)
    {
        (_cast, _findings, _services, _expectations) = (cast, findings, new(cast, findings), new(cast, findings));
        _words = new(StringComparer.Ordinal)
        {
            ["power_cut"] = OfMachine(MachineEvent.PowerCut),
            ["power_on"] = OfMachine(MachineEvent.PowerOn),
            ["cut"] = OfMachine(MachineEvent.Cut),
            ["heal"] = OfMachine(MachineEvent.Heal),
            ["restart_engine"] = OfMachine(MachineEvent.RestartEngine),
            ["kill_orcastra"] = OfMachine(MachineEvent.KillOrcastra),
            ["start_orcastra"] = OfMachine(MachineEvent.StartOrcastra),
            ["stop_orcastra"] = OfMachine(MachineEvent.StopOrcastra),
            ["next_leader"] = (_, _) => [new NextLeader()],
            ["drain"] = (word, value) => [cast.Node(value, word) is { } node ? new SetAvailability("drain", node) : null],
            ["pause"] = (word, value) => [cast.Node(value, word) is { } node ? new SetAvailability("pause", node) : null],
            ["activate"] = (word, value) => [cast.Node(value, word) is { } node ? new SetAvailability("active", node) : null],
            ["label"] = (word, value) => Entries(word, value, "{node2: {tier: gold}}").SelectMany(Labels),
            ["unlabel"] = (word, value) => Entries(word, value, "{node2: tier}").SelectMany(Unlabels),
            ["deploy"] = (word, value) => Entries(word, value, "{git_gitea: {image: gitea:2}}").Select(Deploy),
            ["rollback"] = (word, value) => [cast.Service(value, word) is { } service ? new Rollback(service) : null],
            ["force"] = (word, value) => [cast.Service(value, word) is { } service ? new ForceUpdate(service) : null],
            ["remove"] = (word, value) => [cast.Service(value, word) is { } service ? new Remove(service) : null],
            ["crash"] = (word, value) => [cast.Service(value, word) is { } service ? new Crash(service) : null],
            ["scale"] = (word, value) => Entries(word, value, "{git_gitea: 2}").Select(Scale),
            ["move"] = (word, value) => Entries(word, value, "{git_gitea_db: node3}").Select(Move),
            ["fill_memory"] = (word, value) => Entries(word, value, "{git_gitea_db: {to: 6GiB, over: 20s}}").Select(Fill),
            ["api"] = (word, value) => [Api(word, value)],
            ["say"] = (word, value) => cast.Texts(value, word).Select(text => new Say(text.Text)),
            ["expect"] = (_, value) => _expectations.Read(value).Select(expectation => new Expect(expectation)),
        };
    }

    /// <summary>What happens; nothing, and an error, if that cannot be told.</summary>
    public IEnumerable<Deed> Read(YamlScalar word, YamlValue value)
    {
        if (_words.TryGetValue(word.Text, out var read))
        {
            return read(word.Text, value).OfType<Deed>();
        }

        var hint = Spelling.Nearest(word.Text, _words.Keys) is { } near ? $"did you mean '{near}'?" : $"known are {string.Join(", ", _words.Keys)}";
        _findings.Error(word.Place, $"a step has no '{word.Text}'; {hint}");
        return [];
    }

    private Func<string, YamlValue, IEnumerable<Deed?>> OfMachine(MachineEvent what) =>
        (word, value) => [_cast.Node(value, word) is { } node ? new MachineDeed(what, node) : null];

    private ImmutableArray<(YamlScalar Key, YamlValue Value)> Entries(string word, YamlValue value, string example)
    {
        if (value is YamlMap map)
        {
            return map.Entries;
        }

        _findings.Error(value.Place, $"{word} must be a map, this is {value.Kind}; write e.g. {word}: {example}");
        return [];
    }

    private IEnumerable<Deed?> Labels((YamlScalar Key, YamlValue Value) entry) => _cast.Node(entry.Key, "label") is { } node
        ? new LabelsReader(_findings).Read(entry.Value).Select(label => new SetLabel(label.Key, label.Value, node))
        : [];

    private IEnumerable<Deed?> Unlabels((YamlScalar Key, YamlValue Value) entry) => _cast.Node(entry.Key, "unlabel") is { } node
        ? _cast.Texts(entry.Value, "unlabel").Select(key => new RemoveLabel(key.Text, node))
        : [];

    private Deploy Deploy((YamlScalar Key, YamlValue Value) entry)
    {
        var before = _cast.Known(entry.Key.Text);
        var service = _services.Read(entry.Key, entry.Value, before);
        _cast.Enters(service);
        return new(service, before is null);
    }

    private Scale? Scale((YamlScalar Key, YamlValue Value) entry)
    {
        var service = _cast.Service(entry.Key, "scale");
        return entry.Value is YamlScalar scalar && Fields.Read(scalar, "scale", ScenarioTypes.Replicas, _findings, out var count) && service is not null ? new(service, count) : null;
    }

    private Move? Move((YamlScalar Key, YamlValue Value) entry)
    {
        var service = _cast.Service(entry.Key, "move");
        var node = entry.Value is YamlScalar { Text: "anywhere" } ? null : _cast.Node(entry.Value, "move");
        var isKnown = node is not null || entry.Value is YamlScalar { Text: "anywhere" };
        return service is not null && isKnown ? new(service, node) : null;
    }

    private FillMemory? Fill((YamlScalar Key, YamlValue Value) entry)
    {
        var service = _cast.Service(entry.Key, "fill_memory");
        if (entry.Value is not YamlMap map)
        {
            _findings.Error(entry.Value.Place, $"fill_memory of a service must be a map, this is {entry.Value.Kind}; write e.g. {{to: 6GiB, over: 20s}}");
            return null;
        }

        var fields = new Fields(map, "fill_memory", ["to", "over"], _findings);
        var (to, over) = (fields.Value("to", ScenarioTypes.Size), fields.Value("over", ScenarioTypes.Time) ?? TimeSpan.FromSeconds(10));
        if (fields.Any("to") is null)
        {
            _findings.Error(map.Place, "fill_memory: say how much it comes to use; write e.g. {to: 6GiB, over: 20s}");
        }

        return service is not null && to is { } bytes ? new(service, bytes, over) : null;
    }

    private ApiFails? Api(string word, YamlValue value)
    {
        if (value is not YamlMap map)
        {
            _findings.Error(value.Place, $"{word} must be a map, this is {value.Kind}; write e.g. {{node: leader, fails: timeout, for: 10s}}");
            return null;
        }

        var fields = new Fields(map, word, ["node", "fails", "every", "for"], _findings);
        var node = fields.Any("node") is { } named ? _cast.Node(named, "node") : null;
        var (failure, lasts) = (fields.Value("fails", ScenarioTypes.Failure), fields.Value("for", ScenarioTypes.Time));
        if (fields.Any("fails") is null || fields.Any("for") is null)
        {
            _findings.Error(map.Place, $"{word} needs fails and for; write e.g. {{node: leader, fails: timeout, for: 10s}}");
        }

        return failure is { } how && lasts is { } time ? new(node, how, fields.Value("every", ScenarioTypes.Every) ?? 1, time) : null;
    }
}
