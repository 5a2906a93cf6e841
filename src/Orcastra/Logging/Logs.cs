using Serilog;
using Serilog.Core;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace Orcastra.Logging;

/// <summary>Makes the program's log.</summary>
public static class Logs
{
    /// <summary>The property that names who speaks.</summary>
    public const string Runner = "Runner";

    /// <summary>A log to a writer, and to files if the settings name a folder. Dispose it to flush the files.</summary>
    /// <exception cref="LogFolderException">The folder cannot be written to.</exception>
    public static Logger Create(LogSettings settings, TextWriter console)
    {
        var log = new LoggerConfiguration().WriteTo.Sink(new WriterSink(console, Formatter(settings, settings.Colour)));
        _ = settings.Verbose ? log.MinimumLevel.Debug() : log.MinimumLevel.Information();
        if (settings.Folder is { } folder)
        {
            LogFolderException.ThrowUnlessWritable(folder);
            log.WriteTo.File(
                Formatter(settings, colour: false),
                Path.Combine(folder, settings.Format == LogFormat.Json ? "orcastra.json" : "orcastra.log"),
                fileSizeLimitBytes: settings.FileBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: settings.Files);
        }

        return log.CreateLogger();
    }

    /// <summary>The same log, speaking for a runner.</summary>
    public static ILogger For(this ILogger log, string runner) => log.ForContext(Runner, runner);

    private static ITextFormatter Formatter(LogSettings settings, bool colour) =>
        settings.Format == LogFormat.Json ? new RenderedCompactJsonFormatter() : new TextFormatter(settings.Zone, colour);
}
