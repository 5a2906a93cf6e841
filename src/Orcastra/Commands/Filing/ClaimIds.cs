using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Orcastra.Commands.Filing;

/// <summary>Makes IDs that no other entry has, here or on another node, and that Docker takes as part of a name.</summary>
/// <param name="node">The node's name.</param>
/// <param name="time">The clock.</param>
internal sealed class ClaimIds(string node, TimeProvider time)
{
    private const int LongestNode = 15;
    private const int LongestStart = 8;

    private readonly string _node = Short(string.Concat(node.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')));
    private int _count;

    /// <summary>The next ID. A process that is started anew within a second begins to count anew, too.</summary>
    /// <param name="isTaken">Tells which are taken.</param>
    public string Next(Func<string, bool> isTaken)
    {
        string id;
        do
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{_node}-{++_count}");
        }
        while (isTaken(id));
        return id;
    }

    // Names that are too long differ at their ends mostly.
    private static string Short(string name) =>
        name.Length <= LongestNode ? name : $"{name[..LongestStart]}-{Convert.ToHexString(XxHash32.Hash(Encoding.UTF8.GetBytes(name)))[..6].ToLowerInvariant()}";
}
