using System.Globalization;
using System.Text;

namespace Orcastra.Faults;

/// <summary>All that happened in a run, with simulated seconds since its beginning; nothing unless asked to record.</summary>
internal sealed class RunJournal(Stage stage, bool records)
{
    private readonly StringBuilder _text = new();
    private DateTimeOffset? _began;

    public void Begin() => _began = stage.Now;

    public void Say([System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] ref Line line)
    {
        if (_records)
        {
            var seconds = (stage.Now - (_began ?? stage.Now)).TotalSeconds;
            _text.AppendLine(CultureInfo.InvariantCulture, $"{seconds,9:0.000} {line.ToString()}");
        }
    }

    public void Say(string line) => Say($"{line}");

    public override string ToString() => _text.ToString();

    /// <summary>A line that costs nothing where nobody records.</summary>
    [System.Runtime.CompilerServices.InterpolatedStringHandler]
    public ref struct Line
    {
        private readonly StringBuilder? _text;

        public Line(int literalLength, int formattedCount, RunJournal journal, out bool isWanted)
        {
            isWanted = journal._records;
            _text = isWanted ? new StringBuilder(literalLength + (formattedCount * 8)) : null;
        }

        public readonly void AppendLiteral(string text) => _text!.Append(text);

        public readonly void AppendFormatted<T>(T value) => _text!.Append(CultureInfo.InvariantCulture, $"{value}");

        public override readonly string ToString() => _text?.ToString() ?? "";
    }

    private readonly bool _records = records;
}
