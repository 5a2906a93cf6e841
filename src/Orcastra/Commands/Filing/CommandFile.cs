namespace Orcastra.Commands.Filing;

/// <summary>The file that commands are appended to. It is looked at often and read only where it may have changed.</summary>
/// <param name="path">Where it is.</param>
/// <param name="disk">The disk.</param>
/// <param name="rewriter">Replaces contents.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandFile(string path, Disk disk, Rewriter rewriter, TimeProvider time)
{
    // What has been written within one tick of a file system's clock looks the same to it: a change is read a few times.
    private const int Readings = 3;

    // Whoever writes a line in two parts is done with it by then.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private object? _mark;
    private int _readings;
    private Page? _page;
    private long _since;

    /// <summary>True if the content has been the same for long enough that nobody can be half way through writing it.</summary>
    public bool IsSettled => time.GetElapsedTime(_since) >= Settling;

    /// <summary>What it holds now; null if there is none.</summary>
    public Page? Look()
    {
        using var file = disk.Open(path);
        if (file is null)
        {
            (_mark, _page) = (null, null);
            return null;
        }

        object mark = file.Status.Mark;
        _readings = mark.Equals(_mark) ? _readings + 1 : 1;
        _mark = mark;
        if (_page is null || _readings <= Readings)
        {
            Take(file.ReadFrom(0));
        }

        return _page;
    }

    /// <summary>Makes an entry a claim.</summary>
    /// <returns>False if the file is another one by now.</returns>
    public bool TakeUp(Page page, Block entry, string id) => Rewrite(page, page.With(Claim.Make(page.Rows, entry, id)));

    /// <summary>Takes a claim out.</summary>
    /// <returns>False if the file is another one by now.</returns>
    public bool TakeOut(Page page, Claim claim) => Rewrite(page, page.With(claim.TakeFrom(page.Rows)));

    private void Take(byte[] bytes)
    {
        if (_page is null || !_page.Bytes.AsSpan().SequenceEqual(bytes))
        {
            _page = Page.Read(System.IO.Path.GetFileName(path), bytes);
            _since = time.GetTimestamp();
        }
    }

    private bool Rewrite(Page page, byte[] content)
    {
        _mark = null;
        return rewriter.Replace(path, page.Bytes, content);
    }
}
