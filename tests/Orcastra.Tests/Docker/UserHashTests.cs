using System.Text.Json.Nodes;
using CsCheck;
using Orcastra.Core.Planning;
using Orcastra.Docker.Wire;

namespace Orcastra.Tests.Docker;

public sealed class UserHashTests
{
    private static readonly string Original = Of(WireTests.Spec);

    [Fact]
    public void Our_gate_our_mark_and_a_forced_restart_do_not_change_the_hash()
    {
        var spec = JsonNode.Parse(WireTests.Spec)!.AsObject();

        SpecEditor.Apply(spec, [new SpecEdit.AddConstraint(Trace.GateConstraint("h1", 1)), new SpecEdit.SetServiceLabel(Trace.Mark, "h1"), new SpecEdit.Force(9)]);

        Assert.Equal(Original, Of(spec.ToJsonString()));
    }

    [Fact]
    public void A_spec_that_had_nothing_where_our_traces_went_hashes_the_same_with_and_without_them()
    {
        var spec = JsonNode.Parse("""{"Name":"x"}""")!.AsObject();
        var before = Of(spec.ToJsonString());

        SpecEditor.Apply(spec, [new SpecEdit.AddConstraint(Trace.GateConstraint("h1", 1)), new SpecEdit.SetServiceLabel(Trace.Mark, "h1")]);
        Assert.Equal(before, Of(spec.ToJsonString()));
        SpecEditor.Apply(spec, [new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), new SpecEdit.RemoveServiceLabel(Trace.Mark)]);
        Assert.Equal(before, Of(spec.ToJsonString()));
    }

    [Fact]
    public void Order_of_keys_and_empty_fields_do_not_change_the_hash() =>
        Gen.Int[0, 100_000].Sample(seed => Assert.Equal(Original, Of(Reshape(JsonNode.Parse(WireTests.Spec)!, new Random(seed)).ToJsonString())));

    [Theory]
    [InlineData("\"lab:1\"", "\"lab:2\"")]
    [InlineData("\"Replicas\":3", "\"Replicas\":2")]
    [InlineData("\"Replicas\":3", "\"Replicas\":0")]
    [InlineData("[\"node.role==manager\"]", "[]")]
    [InlineData("[\"node.role==manager\"]", "[\"node.role==manager\",\"node.id==a\"]")]
    [InlineData("[\"A=\",\"B=x\"]", "[\"B=x\",\"A=\"]")]
    [InlineData("[\"sh\",\"\",\"x\"]", "[\"sh\",\"x\"]")]
    [InlineData("\"Runtime\":\"container\"", "\"Runtime\":\"container\",\"Novel\":{\"a\":1}")]
    [InlineData("\"z\":\"\"", "\"z\":\"1\"")]
    [InlineData("\"Init\":true", "\"Init\":false")]
    public void What_the_owner_changes_changes_the_hash(string from, string to)
    {
        var changed = WireTests.Spec.Replace(from, to, StringComparison.Ordinal);

        Assert.NotEqual(WireTests.Spec, changed);
        Assert.NotEqual(Original, Of(changed));
    }

    private static string Of(string spec) => UserHash.Of(WireTests.Json(spec));

    /// <summary>Shuffles keys and strews in empty fields, as another release of the engine might.</summary>
    private static JsonNode Reshape(JsonNode node, Random random) => node switch
    {
        JsonObject map => Shuffled(map, random),
        JsonArray list => new JsonArray([.. list.Select(item => Reshape(item!, random))]),
        _ => node.DeepClone(),
    };

    private static JsonObject Shuffled(JsonObject map, Random random)
    {
        JsonNode?[] empties = [null, "", 0, false, new JsonObject(), new JsonArray(), new JsonObject { ["Inner"] = new JsonArray() }];
        var fields = map.Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : Reshape(field.Value, random))).ToArray();
        random.Shuffle(fields);
        return new JsonObject([.. fields, KeyValuePair.Create($"Extra{random.Next(9)}", empties[random.Next(empties.Length)])]);
    }
}
