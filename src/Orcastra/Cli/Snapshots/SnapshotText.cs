namespace Orcastra.Cli.Snapshots;

/// <summary>A stored snapshot before it is understood.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Text">Its content.</param>
internal sealed record SnapshotText(string Name, string Text)
{
    /// <summary>Reads a file, or stdin where it is called <c>-</c>.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why and what to do.</exception>
    public static async Task<SnapshotText> ReadAsync(Surroundings surroundings, string file, CancellationToken stop)
    {
        if (file == "-")
        {
            return new("stdin", await surroundings.In.ReadToEndAsync(stop));
        }

        try
        {
            return new(file, await File.ReadAllTextAsync(file, stop));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--from {file}: {Why(file, fault)}; name a file that `orcastra snapshot` wrote, or - for stdin", fault);
        }
    }

    private static string Why(string file, Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => Directory.Exists(file) ? "this is a folder" : "this user may not read it",
        _ => $"it cannot be read ({fault.Message.TrimEnd('.')})",
    };
}
