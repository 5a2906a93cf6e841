namespace Orcastra.Commands.Filing;

/// <summary>
/// Gives a file another content where nothing can be renamed over it. The intent is written down first, so that a process
/// that dies half way is followed by one that knows. Whoever appends meanwhile finds room made behind the new content, and
/// what was appended is moved up to it.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="journals">Where the intent is kept.</param>
internal sealed class InPlace(Disk disk, Journals journals)
{
    /// <summary>Writes the new content.</summary>
    /// <returns>False if the file does not hold what is expected; it is left alone then.</returns>
    public bool Write(string path, byte[] expected, byte[] content)
    {
        var intent = new Intent(expected, content);
        while (disk.Read(path) is { } now && now.AsSpan().SequenceEqual(intent.Before))
        {
            journals.Keep(path, intent);
            if (CarryOut(path, intent) is not { } further)
            {
                journals.Drop(path);
                return true;
            }

            intent = further; // somebody appended
        }

        journals.Drop(path);
        return false;
    }

    /// <summary>Carries out what a process that died has left behind; nothing where somebody has rewritten the file since.</summary>
    public void Recover(string path)
    {
        if (journals.Find(path) is { } intent && disk.Read(path) is { } now && Leftover.Of(now, intent) is { } after && !after.AsSpan().SequenceEqual(now))
        {
            Write(path, now, after);
        }

        journals.Drop(path);
    }

    // Null if it is done; else what is left to do.
    private Intent? CarryOut(string path, Intent intent)
    {
        var room = Room(intent);
        if (room.Length > 0)
        {
            disk.Append(path, room);
        }

        byte[] made = [.. intent.Before, .. room];
        var now = disk.Read(path) ?? [];
        if (!now.AsSpan().SequenceEqual(made))
        {
            return Further(now, intent.After, Leftover.BehindRoom(now, intent.Before, room));
        }

        disk.Overwrite(path, intent.After);
        now = disk.Read(path) ?? [];
        if (now.Length > made.Length && intent.After.Length < made.Length)
        {
            return Further(now, intent.After, now[made.Length..]);
        }

        if (intent.After.Length < made.Length)
        {
            disk.Truncate(path, intent.After.Length);
        }

        return null;
    }

    // Without a tail the file is somebody else's by now: an intent that never fits ends the attempt.
    private static Intent? Further(byte[] now, byte[] after, byte[]? tail) => tail is null ? new([.. now, 0], []) : new(now, [.. after, .. tail]);

    /// <summary>Blank lines for what the new content is longer than the old.</summary>
    internal static byte[] Room(Intent intent) => [.. Enumerable.Repeat((byte)'\n', Math.Max(0, intent.After.Length - intent.Before.Length))];
}
