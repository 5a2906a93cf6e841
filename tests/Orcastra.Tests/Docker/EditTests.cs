using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class EditTests
{
    private const string Odd = """
        {"ID":"s","Version":{"Index":7},"CreatedAt":"x","Spec":{
          "Name":"web","Labels":{"a":"1","orcastra.handoff":"h"},"FromTheFuture":{"deep":[1,{"x":null}]},
          "TaskTemplate":{
            "ContainerSpec":{"Image":"i","Args":["<é>","\"q\""],"Privileges":{"Seccomp":{"Mode":"custom","Profile":"e30="}},"OomScoreAdj":-500,"Big":18446744073709551615,"Ratio":0.10},
            "Placement":{"Constraints":["node.role == worker"],"Novel":true},"ForceUpdate":3},
          "Mode":{"Replicated":{"Replicas":2}}},
         "PreviousSpec":{"Name":"web"},"Endpoint":{"Spec":{}}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_the_client_has_never_heard_of_survive_an_edit()
    {
        var written = await EditAsync(Odd, new SpecEdit.AddConstraint("node.id != n1"), new SpecEdit.SetServiceLabel("b", "2"));

        var expected = JsonNode.Parse(Odd)!["Spec"]!;
        expected["Labels"]!["b"] = "2";
        expected["TaskTemplate"]!["Placement"]!["Constraints"]!.AsArray().Add((JsonNode)"node.id != n1");
        Assert.True(JsonNode.DeepEquals(expected, written), written.ToJsonString());
        Assert.Contains("18446744073709551615", written.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("0.10", written.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_is_one_read_without_defaults_and_one_write_with_the_version_and_the_owners_credentials()
    {
        await using var engine = await WithAsync(Odd);
        await using var client = engine.Client();

        await client.Services.EditAsync("s", 7, [], Stop);

        Assert.Equal(["GET /v1.41/services/s", "POST /v1.41/services/s/update?version=7&registryAuthFrom=spec"], engine.Lines);
    }

    [Fact]
    public async Task Every_kind_of_edit_does_what_it_says()
    {
        var written = await EditAsync(
            Odd,
            new SpecEdit.AddConstraint("node.labels.orcastra.gate.h == 1"),
            new SpecEdit.AddConstraint("NODE.labels.Orcastra.gate.h == 1"),
            new SpecEdit.AddConstraint("node.role == worker"),
            new SpecEdit.AddConstraint("node.id == n2"),
            new SpecEdit.RemoveConstraints("node.labels.orcastra.gate."),
            new SpecEdit.RemoveServiceLabel(Trace.Mark),
            new SpecEdit.Force(4));

        Assert.Equal("""["node.role == worker","node.id == n2"]""", written["TaskTemplate"]!["Placement"]!["Constraints"]!.ToJsonString());
        Assert.Equal("""{"a":"1"}""", written["Labels"]!.ToJsonString());
        Assert.Equal(4UL, written["TaskTemplate"]!["ForceUpdate"]!.GetValue<ulong>());
    }

    [Theory]
    [InlineData("""{"ContainerSpec":{}}""")]
    [InlineData("""{"ContainerSpec":{},"Placement":null}""")]
    public async Task Placement_is_never_written_absent_or_null(string template)
    {
        var written = await EditAsync($$$"""{"ID":"s","Version":{"Index":7},"Spec":{"Name":"web","TaskTemplate":{{{template}}}}}""");

        Assert.Equal("{}", written["TaskTemplate"]!["Placement"]!.ToJsonString());
    }

    [Fact]
    public async Task Another_version_than_the_one_decided_on_is_a_conflict_and_nothing_is_written()
    {
        await using var engine = await WithAsync(Odd);
        await using var client = engine.Client();

        var error = await Assert.ThrowsAsync<ConflictException>(() => client.Services.EditAsync("s", 6, [], Stop));

        Assert.Contains("decided on version 6, found 7", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(engine.Lines, line => line.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_who_writes_between_our_read_and_our_write_wins()
    {
        await using var engine = await WithAsync(Odd);
        engine.Answer(
            "POST /v1.41/services/s/update?version=7&registryAuthFrom=spec", """{"message":"rpc error: code = Unknown desc = update out of sequence"}""", 500);
        await using var client = engine.Client();

        await Assert.ThrowsAsync<ConflictException>(() => client.Services.EditAsync("s", 7, [], Stop));
    }

    [Fact]
    public async Task Node_labels_are_edited_and_the_rest_of_the_node_stays()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes/n", """{"Version":{"Index":3},"Spec":{"Role":"manager","Availability":"drain","Labels":{"a":"1","b":"2"},"New":[1]}}""");
        engine.Answer("POST /v1.41/nodes/n/update?version=3", "");
        await using var client = engine.Client();

        await client.Nodes.EditAsync("n", 3, new Dictionary<string, string> { ["a"] = "1", ["c"] = "3" }, ["b", "absent"], null, Stop);

        Assert.Equal("""{"Role":"manager","Availability":"drain","Labels":{"a":"1","c":"3"},"New":[1]}""", engine.Requests.Last().Body);
    }

    [Theory]
    [InlineData(Availability.Pause, """{"Role":"manager","Availability":"pause","Labels":{"c":"3"},"New":[1]}""")]
    [InlineData(Availability.Drain, """{"Role":"manager","Availability":"drain","Labels":{"c":"3"},"New":[1]}""")]
    public async Task Availability_and_labels_of_a_node_go_in_one_write(Availability availability, string expected)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes/n", """{"Version":{"Index":3},"Spec":{"Role":"manager","Availability":"active","Labels":{},"New":[1]}}""");
        engine.Answer("POST /v1.41/nodes/n/update?version=3", "");
        await using var client = engine.Client();

        await client.Nodes.EditAsync("n", 3, new Dictionary<string, string> { ["c"] = "3" }, [], availability, Stop);

        Assert.Equal(expected, engine.Requests.Last().Body);
    }

    [Theory]
    [InlineData("""{"a":"1"}""", "a", "1", "b")]
    [InlineData("null", null, null, "b")]
    public async Task A_node_whose_labels_are_so_already_is_not_written_to(string labels, string? key, string? value, string remove)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes/n", $$$"""{"Version":{"Index":3},"Spec":{"Labels":{{{labels}}}}}""");
        await using var client = engine.Client();

        await client.Nodes.EditAsync("n", 3, key is null ? new Dictionary<string, string>() : new() { [key] = value! }, [remove], null, Stop);

        Assert.Equal(["GET /v1.41/nodes/n"], engine.Lines);
    }

    private static async Task<JsonNode> EditAsync(string service, params SpecEdit[] edits)
    {
        await using var engine = await WithAsync(service);
        await using var client = engine.Client();
        await client.Services.EditAsync("s", 7, edits, Stop);
        return JsonNode.Parse(engine.Requests.Last().Body)!;
    }

    private static async Task<FakeEngine> WithAsync(string service)
    {
        var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/services/s", service);
        engine.Answer("POST /v1.41/services/s/update?version=7&registryAuthFrom=spec", """{"Warnings":null}""");
        return engine;
    }
}
