using System.Text;
using CsCheck;
using Orcastra.Commands.Filing;

namespace Orcastra.Tests.Commands;

public sealed class PageProperties
{
    private static readonly string[] Lines =
    [
        "- noop", "- relabel_all  # why", "  - a", "-", "# c", "  # d", "", " ", "\t", "- >", "  noop", "    more", "- \"a", "b\"", "- x: 1", "x: 1", "---", "...", "%YAML 1.1", "[]", "- é😀",
        "# orcastra is at it (id 1-a-1): - old", "# orcastra is at it (id 1-a-1):   more", "- '# orcastra is at it (id 1): x'", "- - a", "\u00A0", "- |", "- &a b", "- *a", "~",
    ];

    private static readonly string[] Ends = ["\n", "\n", "\n", "\r\n", "\r", "\u0085", "\u2028"];

    private static readonly Gen<string> Line = Gen.Select(Gen.Int[0, Lines.Length - 1], Gen.Int[0, Ends.Length - 1], (line, end) => Lines[line] + Ends[end]);

    private static readonly Gen<string> Text = Gen.Select(Line.Array[0, 12], Gen.Int[0, Lines.Length - 1], Gen.Bool, (lines, last, hasLast) => string.Concat(lines) + (hasLast ? Lines[last] : ""));

    [Fact]
    public void A_page_that_is_not_changed_is_the_same_to_the_last_byte() =>
        Text.Sample(text => Page.Read("f", Encoding.UTF8.GetBytes(text)) is var page && page.With(page.Rows).AsSpan().SequenceEqual(page.Bytes), iter: 5_000);

    [Fact]
    public void Claiming_an_entry_and_taking_the_claim_out_changes_no_other_line() => Text.Sample(
        text =>
        {
            var page = Page.Read("f", Encoding.UTF8.GetBytes(text));
            return page.Entries.All(entry => IsTakenOutAlone(page, entry));
        },
        iter: 5_000);

    [Fact]
    public void No_line_with_content_is_overlooked() => Text.Sample(
        text =>
        {
            var page = Page.Read("f", Encoding.UTF8.GetBytes(text));
            var covered = page.Entries.SelectMany(entry => Enumerable.Range(entry.First, entry.Count)).ToList();
            return covered.Count == covered.Distinct().Count()
                && (page.Entries.IsEmpty || page.Rows.Select((row, line) => row.IsSilent || row.IsMarker || covered.Contains(line)).All(isIn => isIn));
        },
        iter: 5_000);

    private static bool IsTakenOutAlone(Page page, Block entry)
    {
        var claimed = Page.Read("f", page.With(Claim.Make(page.Rows, entry, "20261127T145601Z-node2-1")));
        var claim = claimed.Claims.Single(one => one.Id == "20261127T145601Z-node2-1");
        var written = claim.Written(claimed.Rows).Select(one => one.Text).ToList();
        return claimed.Rows.Length == page.Rows.Length
            && written.SequenceEqual(page.Written(entry).Select(one => one.Text))
            && claim.TakeFrom(claimed.Rows).SequenceEqual(page.Rows.Where((_, line) => line < entry.First || line >= entry.First + entry.Count));
    }
}
