using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orcastra.Docker;
using Orcastra.Docker.Wire;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Tests.Docker.Lists;

public sealed class EarlierAnswerTests
{
    private const int Chunk = 100;

    private readonly EarlierAnswer<RunningTask> _earlier = new();

    [Fact]
    public async Task An_answer_of_the_same_bytes_is_the_same_list_object()
    {
        var first = await ReadAsync(List(40));

        Assert.True(first == await ReadAsync(List(40)));
        Assert.Equal(40, first.Length);
    }

    [Fact]
    public async Task A_changed_byte_is_seen_wherever_it_is()
    {
        var before = List(40);
        foreach (var at in Enumerable.Range(0, 40).Select(i => before.IndexOf($"t{i:000}", StringComparison.Ordinal)))
        {
            await ReadAsync(before);
            var after = $"{before[..at]}T{before[(at + 1)..]}";

            Assert.Contains((await ReadAsync(after)).Select(task => task.Id), id => id.StartsWith('T'));
            Assert.DoesNotContain((await ReadAsync(before)).Select(task => task.Id), id => id.StartsWith('T'));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(39)]
    [InlineData(41)]
    [InlineData(80)]
    public async Task A_shorter_or_longer_answer_is_read_whole(int count)
    {
        await ReadAsync(List(40));

        Assert.Equal(Enumerable.Range(0, count).Select(i => $"t{i:000}"), (await ReadAsync(List(count))).Select(task => task.Id));
        Assert.Equal(40, (await ReadAsync(List(40))).Length);
    }

    [Fact]
    public async Task An_answer_that_ends_where_a_chunk_ends_is_not_taken_for_the_longer_one()
    {
        var whole = List(40);
        await ReadAsync(whole);

        await Assert.ThrowsAnyAsync<JsonException>(async () => await ReadAsync(whole[..(3 * Chunk)]));
        await Assert.ThrowsAnyAsync<JsonException>(async () => await ReadAsync(""));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_gives_nothing_and_forgets_nothing()
    {
        var before = await ReadAsync(List(40));

        await Assert.ThrowsAsync<IOException>(async () => await ReadAsync(List(40), breaksAt: 450));
        await Assert.ThrowsAsync<IOException>(async () => await ReadAsync(List(40).Replace("t001", "t999", StringComparison.Ordinal), breaksAt: 450));

        Assert.True(before == await ReadAsync(List(40)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[,{}]")]
    [InlineData("[{} {}]")]
    [InlineData("[]]")]
    [InlineData("[{}]x")]
    [InlineData("[{\"ID\":}]")]
    [InlineData("[{\"ID\":\"x}]")]
    public async Task What_is_no_JSON_array_fails(string text) => await Assert.ThrowsAnyAsync<JsonException>(async () => await ReadAsync(text));

    private async Task<ImmutableArray<RunningTask>> ReadAsync(string text, int breaksAt = int.MaxValue)
    {
        using var body = new Choppy(Encoding.UTF8.GetBytes(text), 7, breaksAt);
        return await ListReader<RunningTask>.ReadAsync(_earlier, body, new TaskReader().ReadRunning, TestContext.Current.CancellationToken, Chunk);
    }

    private static string List(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"ID":"t{{i:000}}","Slot":{{i}}}"""))}]";
}
