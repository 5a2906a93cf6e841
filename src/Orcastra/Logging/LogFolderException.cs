namespace Orcastra.Logging;

/// <summary>Log files are wanted and their folder cannot be written to.</summary>
public sealed class LogFolderException : Exception
{
    private LogFolderException(string folder, Exception cause)
        : base($"Cannot write log files under {folder}: {cause.Message} Mount a folder there that this user may write to, or set LOG_TO_FILE=false.", cause)
    {
    }

    /// <summary>
    /// Tries it out. Serilog itself goes on without the files and tells nobody, and the owner would find out on the day
    /// the log is needed.
    /// </summary>
    public static void ThrowUnlessWritable(string folder)
    {
        var trial = Path.Combine(folder, ".orcastra-can-write");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new LogFolderException(folder, cause);
        }
    }
}
