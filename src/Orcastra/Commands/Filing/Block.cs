using System.Collections.Immutable;

namespace Orcastra.Commands.Filing;

/// <summary>The lines of one entry, without the comments after it.</summary>
/// <param name="First">Its first line, from 0.</param>
/// <param name="Count">How many lines it has.</param>
internal readonly record struct Block(int First, int Count)
{
    /// <summary>The blocks of lines whose entries start in the column in which the first one does.</summary>
    /// <param name="rows">All lines.</param>
    /// <param name="first">The first line with content.</param>
    public static ImmutableArray<Block> In(ImmutableArray<Row> rows, int first)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        var isOpen = false;
        for (var i = first; i < rows.Length; i++)
        {
            if (rows[i].IsMarker)
            {
                isOpen = false;
            }
            else if (!rows[i].IsSilent)
            {
                if (isOpen && rows[i].Indent > rows[first].Indent)
                {
                    blocks[^1] = blocks[^1] with { Count = i + 1 - blocks[^1].First };
                }
                else
                {
                    blocks.Add(new(i, 1));
                }

                isOpen = true;
            }
        }

        return blocks.ToImmutable();
    }
}
