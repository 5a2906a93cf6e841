using System.Globalization;
using System.Text;

namespace Orcastra.Simulating;

/// <summary>
/// The whole of a terminal, drawn again and again without flicker: only lines that have changed are written, and the terminal
/// shows all of them at once. What was there before comes back in the end.
/// </summary>
internal sealed class TerminalScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string BeginFrame = "\e[?2026h";
    private const string EndFrame = "\e[?2026l";

    private readonly TextWriter _output;
    private readonly List<string> _shown = [];
    private (int Columns, int Rows) _size;

    /// <summary>Takes the terminal.</summary>
    public TerminalScreen(TextWriter output)
    {
        _output = output;
        _output.Write(Enter);
        _output.Flush();
    }

    /// <summary>Shows these lines, from the top.</summary>
    public void Draw(IReadOnlyList<string> lines, (int Columns, int Rows) size)
    {
        var frame = new StringBuilder(BeginFrame);
        if (size != _size)
        {
            _size = size;
            _shown.Clear();
            frame.Append("\e[2J");
        }

        for (var row = 0; row < size.Rows; row++)
        {
            var line = row < lines.Count ? lines[row] : "";
            if (row >= _shown.Count)
            {
                _shown.Add("");
            }

            if (_shown[row] != line)
            {
                _shown[row] = line;
                frame.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H{line}\e[K");
            }
        }

        if (frame.Length > BeginFrame.Length)
        {
            _output.Write(frame.Append(EndFrame));
            _output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Write(Leave);
        _output.Flush();
    }
}
