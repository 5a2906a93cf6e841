using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>A value of a YAML file and where it stands.</summary>
/// <param name="Place">Where it starts; for an alias, where what it leads to starts.</param>
internal abstract record YamlValue(Place Place)
{
    /// <summary>What it is, in an operator's words.</summary>
    public string Kind => this switch
    {
        YamlMap => "a map",
        YamlList => "a list",
        YamlScalar { IsNull: true } => "nothing",
        _ => "a single value",
    };
}

/// <summary>A text, number, boolean or nothing; only what reads it knows which.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Text">As it is written: <c>010</c>, <c>1.0</c> and <c>yes</c> are kept, whatever YAML 1.1 or 1.2 makes of them.</param>
/// <param name="IsPlain">True without quotes.</param>
internal sealed record YamlScalar(Place Place, string Text, bool IsPlain) : YamlValue(Place)
{
    /// <summary>True for YAML's spellings of nothing.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Items">Its values.</param>
internal sealed record YamlList(Place Place, ImmutableArray<YamlValue> Items) : YamlValue(Place);

/// <summary>A map without duplicates.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Entries">Keys and values in the file's order.</param>
internal sealed record YamlMap(Place Place, ImmutableArray<(YamlScalar Key, YamlValue Value)> Entries) : YamlValue(Place);
