using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker;
using Orcastra.Docker.Wire;

namespace Orcastra.Tests.Docker;

public sealed class PreviousSpecTests
{
    private const string Odd = """
        {"ID":"s","Version":{"Index":7},
         "Spec":{"Name":"web","Labels":{},"TaskTemplate":{"ContainerSpec":{"Image":"i:2"},"ForceUpdate":3},"Mode":{"Replicated":{"Replicas":2}}},
         "PreviousSpec":{"Name":"web","Labels":{"a":"1","orcastra.handoff":"h"},"Novel":[18446744073709551615,0.10],
           "TaskTemplate":{"ContainerSpec":{"Image":"i:1","Env":["TOKEN=s3cret"]},"Placement":{"Constraints":["node.role == worker","node.labels.orcastra.gate.h == 1"]},"ForceUpdate":1},
           "Mode":{"Replicated":{"Replicas":0}}}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_previous_spec_is_shown_before_the_write_whole_and_without_what_is_ours()
    {
        await using var engine = await WithAsync(Odd, "&registryAuthFrom=spec");
        await using var client = engine.Client();
        PreviousSpec? seen = null;

        await client.Services.EditAsync(
            "s",
            7,
            [],
            previous =>
            {
                Assert.Single(engine.Lines);
                seen = previous;
                return Task.CompletedTask;
            },
            Stop);

        var expected = JsonNode.Parse(Odd)!["PreviousSpec"]!;
        expected["Labels"]!.AsObject().Remove("orcastra.handoff");
        expected["TaskTemplate"]!["Placement"]!["Constraints"]!.AsArray().RemoveAt(1);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(seen!.Text)), seen.Text);
        Assert.Contains("18446744073709551615,0.10", seen.Text, StringComparison.Ordinal);
        var service = ServiceJson.Read(JsonDocument.Parse(Odd).RootElement);
        Assert.Equal((service.PreviousSpec!.UserHash, service.Spec.UserHash), (seen.UserHash, seen.Precedes));
        Assert.Equal(seen.UserHash, PreviousSpec.HashOf(seen.Text));
        Assert.DoesNotContain("s3cret", $"{seen}", StringComparison.Ordinal);
        Assert.Equal(2, engine.Lines.Length);
    }

    [Fact]
    public async Task Where_it_cannot_be_kept_nothing_is_written()
    {
        await using var engine = await WithAsync(Odd, "&registryAuthFrom=spec");
        await using var client = engine.Client();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Services.EditAsync("s", 7, [], _ => throw new InvalidOperationException(), Stop));

        Assert.Equal(["GET /v1.41/services/s"], engine.Lines);
    }

    [Fact]
    public async Task The_engines_own_rollback_is_one_read_and_one_write()
    {
        await using var engine = await WithAsync(Odd, "&rollback=previous");
        await using var client = engine.Client();

        await client.Services.RollBackAsync("s", 7, Stop);

        Assert.Equal(["GET /v1.41/services/s", "POST /v1.41/services/s/update?version=7&rollback=previous"], engine.Lines);
        Assert.Equal("{}", JsonNode.Parse(engine.Requests.Last().Body)!["TaskTemplate"]!["Placement"]!.ToJsonString());
    }

    /// <summary>A counter that changes would restart what the older spec leaves alone.</summary>
    [Fact]
    public async Task A_kept_spec_is_written_whole_but_for_the_counter_of_forced_restarts()
    {
        await using var engine = await WithAsync(Odd, "&registryAuthFrom=spec");
        await using var client = engine.Client();

        await client.Services.ReplaceAsync("s", 7, """{"Name":"web","Novel":[0.10],"TaskTemplate":{"ContainerSpec":{"Image":"i:1"},"ForceUpdate":1}}""", Stop);

        Assert.Equal("""{"Name":"web","Novel":[0.10],"TaskTemplate":{"ContainerSpec":{"Image":"i:1"},"ForceUpdate":3,"Placement":{}}}""", engine.Requests.Last().Body);
        await Assert.ThrowsAsync<ConflictException>(() => client.Services.ReplaceAsync("s", 6, "{}", Stop));
    }

    [Theory]
    [InlineData("[]", """["node.labels.db == true"]""", "node.labels.db == true")]
    [InlineData("""["a == b","node.labels.orcastra.gate.h == 1"]""", """["a == b","node.labels.db == true"]""", "node.labels.db == true")]
    [InlineData("""["a == b"]""", """["node.labels.db == true"]""", "")]
    [InlineData("[]", """["node.labels.db == true","a == b"]""", "")]
    [InlineData("""["node.labels.db == true"]""", "[]", "")]
    public void One_constraint_more_is_told_from_any_other_change(string before, string after, string added)
    {
        Assert.Equal(added, AddedIn(before, after, "i:1"));
        Assert.Equal("", AddedIn(before, after, "i:2"));
    }

    private static string AddedIn(string before, string after, string image) => ServiceJson.Read(JsonDocument.Parse($$$"""
        {"ID":"s","Spec":{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"{{{image}}}"},"Placement":{"Constraints":{{{after}}} } } },
         "PreviousSpec":{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"i:1"},"Placement":{"Constraints":{{{before}}} } } } }
        """).RootElement).AddedConstraint;

    private static async Task<FakeEngine> WithAsync(string service, string query)
    {
        var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/services/s", service);
        engine.Answer($"POST /v1.41/services/s/update?version=7{query}", """{"Warnings":null}""");
        return engine;
    }
}
