using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orcastra.Config;

/// <summary>
/// Builds a tree from YamlDotNet's events. Aliases share what they lead to, so that a few lines cannot become
/// gigabytes, and depth is bounded, so that brackets cannot overflow the stack.
/// </summary>
internal sealed class YamlReader
{
    private const int Deepest = 32;

    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly GuardedParser _parser;
    private readonly Findings _findings;
    private readonly YamlMapBuilder _maps;
    private int _depth;
    private long _furthest;

    private YamlReader(string file, string text, Findings findings)
    {
        _file = file;
        _parser = new(text);
        _findings = findings;
        _maps = new(findings);
    }

    /// <summary>The one document of a text; null if there is none or it is no YAML.</summary>
    public static YamlValue? Read(string file, string text, Findings findings)
    {
        try
        {
            return new YamlReader(file, text, findings).Document();
        }
        catch (YamlException problem)
        {
            findings.Error(YamlProblem.PlaceOf(file, text, problem), YamlProblem.Say(problem));
            return null;
        }
    }

    private YamlValue? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Value();
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            throw new YamlException(second.Start, second.End, "a second document starts here; keep one document in a file");
        }

        return root;
    }

    private YamlValue Value()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Resolve(alias);
        }

        var start = _parser.Current as NodeEvent ?? throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a value is missing here");
        if (++_depth > Deepest)
        {
            throw new YamlException(start.Start, start.End, $"nested deeper than {Deepest} levels; no file of ours is");
        }

        _parser.MoveNext();
        var place = At(start);
        YamlValue value = start switch
        {
            Scalar scalar => new YamlScalar(place, scalar.Value, scalar.Style == ScalarStyle.Plain && !IsText(scalar)),
            SequenceStart => new YamlList(place, Items()),
            MappingStart => _maps.Build(place, Pairs()),
            _ => throw new YamlException(start.Start, start.End, "a value is missing here"),
        };
        _depth--;
        CheckTag(start, value, place);
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = value;
        }

        return value;
    }

    private ImmutableArray<YamlValue> Items()
    {
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value());
        }

        return items.ToImmutable();
    }

    private List<(YamlValue Key, YamlValue Value)> Pairs()
    {
        var pairs = new List<(YamlValue, YamlValue)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value();
            pairs.Add((key, Value()));
        }

        return pairs;
    }

    /// <summary>An anchor is known once its value has ended: a value cannot hold itself.</summary>
    private YamlValue Resolve(AnchorAlias alias)
    {
        if (_anchors.TryGetValue(alias.Value.Value, out var value))
        {
            return value;
        }

        _findings.Broken(At(alias), $"alias *{alias.Value} has no &{alias.Value} before it");
        return new YamlScalar(At(alias), alias.Value.Value, IsPlain: false);
    }

    private void CheckTag(NodeEvent node, YamlValue value, Place place)
    {
        var fits = node.Tag.IsEmpty || node.Tag.IsNonSpecific || node.Tag.Value switch
        {
            "tag:yaml.org,2002:str" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" => value is YamlScalar,
            "tag:yaml.org,2002:seq" => value is YamlList,
            "tag:yaml.org,2002:map" => value is YamlMap,
            _ => false,
        };
        if (!fits)
        {
            _findings.Broken(place, $"tag {node.Tag} does not fit here; remove it");
        }
    }

    private static bool IsText(NodeEvent node) =>
        !node.Tag.IsEmpty && (node.Tag.IsNonSpecific || node.Tag.Value == "tag:yaml.org,2002:str");

    /// <summary>YamlDotNet puts some implied nodes (a pair in a list, an empty key) at the file's start: what comes next is nearer.</summary>
    private Place At(ParsingEvent here)
    {
        var mark = here.Start.Index < _furthest && _parser.Current is { } next ? next.Start : here.Start;
        _furthest = Math.Max(_furthest, mark.Index);
        return new(_file, (int)mark.Line, (int)mark.Column);
    }
}
