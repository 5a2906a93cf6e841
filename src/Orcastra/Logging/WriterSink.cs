using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Orcastra.Logging;

/// <summary>Writes events to a <see cref="TextWriter"/>, whole ones, in order.</summary>
/// <param name="output">Where to; not closed.</param>
/// <param name="formatter">How one looks.</param>
public sealed class WriterSink(TextWriter output, ITextFormatter formatter) : ILogEventSink
{
    private readonly Lock _turn = new();

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        formatter.Format(logEvent, text);
        lock (_turn)
        {
            output.Write(text.GetStringBuilder());
            output.Flush();
        }
    }
}
