namespace Orcastra.Commands.Filing;

/// <summary>What goes wrong with files, and what to do about it.</summary>
internal static class DiskFaults
{
    private const int NotPermitted = 1;
    private const int Denied = 13;
    private const int Busy = 16;
    private const int OtherDevice = 18;
    private const int Full = 28;
    private const int ReadOnly = 30;
    private const int OverQuota = 122;

    /// <summary>True for whatever a disk may answer.</summary>
    public static bool IsOne(Exception problem) => problem is IOException or UnauthorizedAccessException;

    /// <summary>
    /// True where a file cannot be replaced by another one but may still be written to: it is mounted by itself, its folder
    /// may not be written to, or its owner cannot be kept.
    /// </summary>
    public static bool ForbidsReplacing(Exception problem) =>
        problem is UnauthorizedAccessException || problem.HResult is NotPermitted or Denied or Busy or OtherDevice or ReadOnly;

    /// <summary>The problem and what to do, for the log.</summary>
    public static string Say(Exception problem) => problem.Message.TrimEnd('.') + "; " + problem switch
    {
        { HResult: Full or OverQuota } => "make room there",
        { HResult: ReadOnly } => "mount it writable",
        UnauthorizedAccessException or { HResult: NotPermitted or Denied } => "let the user that Orcastra runs as write to the file and its folder",
        _ => "look at the disk or the mount",
    } + "; it is tried again every second";
}
