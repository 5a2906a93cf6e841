namespace Orcastra.Config;

/// <summary>The kernel's word that something happened beside the files; where it cannot be had, time alone wakes.</summary>
internal sealed class FileEvents : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly SemaphoreSlim _woken = new(0, 1);

    /// <summary>Watches the folders of these files: a file that is replaced is another file, its folder stays.</summary>
    public FileEvents(params ReadOnlySpan<string> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && folders.Add(folder))
            {
                TryWatch(folder);
            }
        }
    }

    /// <summary>Returns when something happened, or when the time is over.</summary>
    public async Task Wait(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var woken = _woken.WaitAsync(either.Token);
        var over = Task.Delay(longest, time, either.Token);
        await Task.WhenAny(woken, over);
        await either.CancelAsync();
        await Task.WhenAll(woken, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watcher in _watchers)
        {
            watcher.Dispose();
        }

        _woken.Dispose();
    }

    private void TryWatch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder);
            _watchers.Add(watcher);
            watcher.Changed += (_, _) => Wake();
            watcher.Created += (_, _) => Wake();
            watcher.Deleted += (_, _) => Wake();
            watcher.Renamed += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception problem) when (problem is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // No such folder, or no inotify watch left: looking every two seconds notices as well.
        }
    }

    private void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (Exception problem) when (problem is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or closed.
        }
    }
}
