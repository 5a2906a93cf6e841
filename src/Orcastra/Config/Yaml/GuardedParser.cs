using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orcastra.Config;

/// <summary>
/// YamlDotNet's parser, whose scanner meets some broken texts (<c>[a</c> and then <c>b: c</c>) with exceptions about its
/// own state: here all of them become what they mean, "no YAML", with the place it had reached.
/// </summary>
/// <param name="text">The text to parse.</param>
internal sealed class GuardedParser(string text) : IParser
{
    private readonly Scanner _scanner = new(new StringReader(text));
    private Parser? _parser;

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser?.Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        _parser ??= new(_scanner);
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception problem) when (problem is not (YamlException or OutOfMemoryException))
        {
            var reached = _scanner.CurrentPosition;
            throw new YamlException(reached, reached, "something before this is not closed, or does not belong here", problem);
        }
    }
}
