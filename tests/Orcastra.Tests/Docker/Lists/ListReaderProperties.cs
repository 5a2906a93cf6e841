using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Docker.Wire;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Tests.Docker.Lists;

/// <summary>Whatever an engine answers, and wherever its bytes are cut: a list is read as from a document held whole.</summary>
public sealed class ListReaderProperties
{
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[1, 64], Gen.Int[64, 5000], Gen.Const(32 * 1024));

    [Fact]
    public void A_list_in_pieces_is_the_list_as_a_whole() => Gen.Select(TaskTexts.List, Size, Size).Sample(
        (text, chunk, piece) => Words(Read(new(), text, chunk, piece)) == Words(Plain(text)), iter: 1000);

    [Fact]
    public void A_list_read_after_another_one_is_read_as_if_it_were_the_first() => Gen.Select(TaskTexts.List, TaskTexts.List, Gen.Int[0, 100_000], Gen.Int[0, 100_000], Size).Sample(
        (one, other, cut, join, chunk) =>
        {
            // Mostly the same from the start, as real answers are: items of one, then some of the other.
            var mixed = Mix(one, other, cut, join);
            var earlier = new EarlierAnswer<SwarmTask>();
            Read(earlier, one, chunk, 100);
            return Words(Read(earlier, mixed, chunk, 100)) == Words(Plain(mixed))
                && Words(Read(earlier, one, chunk, 100)) == Words(Plain(one));
        },
        iter: 1000);

    [Fact]
    public void A_list_that_breaks_off_anywhere_fails_and_leaves_the_earlier_one_as_it_was() => Gen.Select(TaskTexts.List, TaskTexts.List, Gen.Int[0, 100_000], Size).Sample(
        (one, other, cut, chunk) =>
        {
            var earlier = new EarlierAnswer<SwarmTask>();
            var before = Read(earlier, one, chunk, 100);
            var bytes = Encoding.UTF8.GetBytes(other.TrimEnd());
            var isRefused = Fails(() => Read(earlier, bytes[..(cut % bytes.Length)], chunk, 100));
            return isRefused && Read(earlier, one, chunk, 100) == before;
        },
        iter: 1000);

    private static ImmutableArray<SwarmTask> Plain(string text) => PlainTaskJson.ReadAll(Encoding.UTF8.GetBytes(text));

    private static ImmutableArray<SwarmTask> Read(EarlierAnswer<SwarmTask> earlier, string text, int chunk, int piece) => Read(earlier, Encoding.UTF8.GetBytes(text), chunk, piece);

    private static ImmutableArray<SwarmTask> Read(EarlierAnswer<SwarmTask> earlier, byte[] bytes, int chunk, int piece)
    {
        using var body = new Choppy(bytes, piece);
        return ListReader<SwarmTask>.ReadAsync(earlier, body, new TaskReader().Read, default, chunk).AsTask().GetAwaiter().GetResult();
    }

    private static string Mix(string one, string other, int cut, int join)
    {
        var (from, to) = (Items(one), Items(other));
        return $"[{string.Join(',', from.Take(cut % (from.Length + 1)).Concat(to.Skip(join % (to.Length + 1))))}]";
    }

    private static string[] Items(string list)
    {
        using var document = System.Text.Json.JsonDocument.Parse(list);
        return [.. document.RootElement.EnumerateArray().Select(item => item.GetRawText())];
    }

    private static bool Fails(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (System.Text.Json.JsonException)
        {
            return true;
        }
    }

    private static string Words(ImmutableArray<SwarmTask> tasks) =>
        string.Join('\n', tasks.Select(task => $"{task with { Constraints = [] }} {string.Join('|', task.Constraints)}"));
}
