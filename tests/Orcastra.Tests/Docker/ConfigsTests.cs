using System.Collections.Immutable;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class ConfigsTests
{
    private const string Filtered = "GET /v1.41/configs?filters=%7B%22name%22%3A%5B%22mem%22%5D%7D";

    private static readonly Dictionary<string, string> NewLabels = new() { ["b"] = "2" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""[{"ID":"2","Version":{"Index":9},"Spec":{"Name":"mem2"}},{"ID":"1","Version":{"Index":8},"Spec":{"Name":"mem","Labels":{"a":"1"}}}]""", "1")]
    [InlineData("""[{"ID":"2","Version":{"Index":9},"Spec":{"Name":"mem2"}}]""", null)]
    [InlineData("[]", null)]
    public async Task Only_a_config_of_exactly_that_name_is_found(string answer, string? id)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer(Filtered, answer);
        await using var client = engine.Client();

        var found = await client.Configs.FindAsync("mem", Stop);

        Assert.Equal(id, found?.Id);
        Assert.Equal(id is null ? null : "1", found?.Labels["a"]);
    }

    [Fact]
    public async Task A_new_config_has_some_content_as_engines_want_it()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("POST /v1.41/configs/create", """{"ID":"new"}""", 201);
        await using var client = engine.Client();

        Assert.Equal("new", await client.Configs.CreateAsync("mem", NewLabels, Stop));

        Assert.Equal("""{"Name":"mem","Labels":{"b":"2"},"Data":"b3JjYXN0cmE="}""", engine.Requests.Last().Body);
    }

    [Fact]
    public async Task Labels_of_a_config_at_hand_are_replaced_in_one_request()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("POST /v1.41/configs/c/update?version=8", "");
        await using var client = engine.Client();

        await client.Configs.UpdateLabelsAsync(new("c", 8, "mem", ImmutableSortedDictionary<string, string>.Empty.Add("a", "1")), NewLabels, Stop);

        Assert.Equal(["POST /v1.41/configs/c/update?version=8"], engine.Lines);
        Assert.Equal("""{"Name":"mem","Labels":{"b":"2"}}""", engine.Requests.Last().Body);
    }

    [Fact]
    public async Task Labels_of_a_config_by_ID_are_replaced_and_its_other_fields_stay()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/configs/c", """{"Version":{"Index":8},"Spec":{"Name":"mem","Labels":{"a":"1"},"Templating":{"Name":"golang"}}}""");
        engine.Answer("POST /v1.41/configs/c/update?version=8", "");
        await using var client = engine.Client();

        await client.Configs.UpdateLabelsAsync("c", 8, NewLabels, Stop);

        Assert.Equal("""{"Name":"mem","Labels":{"b":"2"},"Templating":{"Name":"golang"}}""", engine.Requests.Last().Body);
        await Assert.ThrowsAsync<ConflictException>(() => client.Configs.UpdateLabelsAsync("c", 7, NewLabels, Stop));
    }
}
