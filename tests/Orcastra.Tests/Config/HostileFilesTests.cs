using System.Text;
using CsCheck;
using Orcastra.Config;
using Orcastra.Tests.Config.Mutations;

namespace Orcastra.Tests.Config;

public sealed class HostileFilesTests
{
    private static readonly string[] Snippets =
        ["[", "]", "{", "}", ":", ": ", "- ", "\n", "\n  ", "\t", "\"", "'", "#", "&a ", "*a", "!", "!!str ", "|\n", ">\n", "---\n", "...\n", "%YAML 1.1\n", "<<: ", "? ", "\r", "\u0085", "\uFEFF", "\u2028", "é", "\0", "nodes", "null", "~"];

    private static readonly Gen<string> Snippet = Gen.Int[0, Snippets.Length - 1].Select(i => Snippets[i]);

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Texts.LoadBytes(bytes, bytes, bytes) is not null, iter: 2_000);

    [Fact]
    public void Random_heaps_of_YAML_never_throw() =>
        Snippet.Array[0, 40].Sample(parts => Texts.Load(string.Concat(parts), string.Concat(parts), string.Concat(parts)) is not null, iter: 10_000);

    [Fact]
    public void Random_edits_of_good_files_never_throw_and_every_refusal_has_a_place() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 2000], Snippet, Gen.Int[0, 5]).Sample(
            (seed, at, snippet, cut) =>
            {
                var files = new SampleFiles(new(seed));
                var result = Texts.Load(Edited(Mutation.Text(files.Dependencies), at, snippet, cut), Edited(Mutation.Text(files.Nodes), at, snippet, cut));
                return result.Policy is null == (result.Errors.Length > 0) && result.Errors.All(error => error is { Line: > 0, Column: > 0, Message.Length: > 10 });
            },
            iter: 5_000);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a:\n ")]
    [InlineData("!x ")]
    [InlineData("&a [")]
    public void Nesting_without_end_is_refused_and_does_not_overflow_the_stack(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 100_000 / opening.Length));
        Assert.NotEmpty(Texts.Errors(text));
    }

    [Fact]
    public void Aliases_of_aliases_cost_nothing_and_are_refused_where_they_do_not_fit()
    {
        var text = new StringBuilder("x-0: &a0 [lol]\n");
        for (var i = 1; i < 40; i++)
        {
            text.Append($"x-{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        var errors = Texts.Errors(nodes: text + "nodes: {node-a: {labels: *a39}}\n");
        Assert.Contains("nodes.yml:39:7: a label in a list must be a name, this is a list", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Merges_of_merges_end_somewhere()
    {
        var text = new StringBuilder("x-0: &a0 {").AppendJoin(", ", Enumerable.Range(0, 2_000).Select(i => $"k{i}: v")).Append("}\n");
        for (var i = 1; i < 40; i++)
        {
            text.Append($"x-{i}: &a{i} {{<<: *a{i - 1}}}\n");
        }

        Assert.Contains(Texts.Errors(nodes: text.ToString()), error => error.Contains("<< brings in more than", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_longer_than_any_file_of_ours_is_refused_without_reading_on()
    {
        var bytes = new byte[YamlText.LongestBytes + 1];
        Array.Fill(bytes, (byte)'#');
        var error = Assert.Single(Texts.LoadBytes(bytes, null, null).Errors);
        Assert.Contains("longer than 1024 KiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_ten_thousand_services_is_read()
    {
        var text = string.Concat(Enumerable.Range(0, 2_500).Select(i => $"anchor{i}: [one{i}, two{i}, three{i}]\n"));
        Assert.Equal(2_500, Texts.Good(text).Anchors.Length);
    }

    private static string Edited(string text, int at, string snippet, int cut)
    {
        at %= text.Length;
        return text[..at] + snippet + text[Math.Min(text.Length, at + cut)..];
    }
}
