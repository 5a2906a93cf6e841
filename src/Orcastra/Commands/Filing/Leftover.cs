namespace Orcastra.Commands.Filing;

/// <summary>Makes out what a file is to hold that was being written over when the process died.</summary>
internal static class Leftover
{
    /// <summary>The content that was wanted and what was appended since; null if somebody has rewritten the file.</summary>
    public static byte[]? Of(byte[] now, Intent intent)
    {
        var (before, after) = intent;
        byte[] made = [.. before, .. InPlace.Room(intent)];
        var done = now.AsSpan().CommonPrefixLength(after);
        if (now.Length >= made.Length && now.AsSpan(done..).StartsWith(made.AsSpan(Math.Min(done, made.Length)..)))
        {
            return [.. after, .. now.AsSpan(made.Length..)]; // the rest is as it was
        }

        if (done == after.Length)
        {
            return now; // cut off already
        }

        return BehindRoom(now, before, made[before.Length..]) is { } tail ? [.. after, .. tail] : null;
    }

    /// <summary>What was appended to a file in which room was made, or was going to be; null if it is another file.</summary>
    public static byte[]? BehindRoom(byte[] now, byte[] before, byte[] room)
    {
        if (!now.AsSpan().StartsWith(before))
        {
            return null;
        }

        var rest = now.AsSpan(before.Length..);
        var at = room.Length == 0 ? -1 : rest.IndexOf(room);
        return at < 0 ? rest.ToArray() : [.. rest[..at], .. rest[(at + room.Length)..]];
    }
}
