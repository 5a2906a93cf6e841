using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Orcastra.Config;

/// <summary>
/// Tells when the files changed. Contents are compared every two seconds, since bind mounts, Swarm configs and network
/// file systems do not tell; where the kernel does tell, that only makes the next look come sooner.
/// </summary>
internal sealed class ConfigWatch : IDisposable
{
    /// <summary>Time between two looks at rest.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Editors write in several steps: what is new must look the same twice, this far apart.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly Settings _settings;
    private readonly TimeProvider _time;
    private readonly Func<ImmutableArray<FileContent>> _look;
    private readonly FileEvents _events;
    private string _known;
    private ImmutableArray<FileContent> _before;

    /// <summary>Watches the files the settings name.</summary>
    /// <param name="settings">Where the files are.</param>
    /// <param name="known">Fingerprint of what is loaded already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="look">Reads the files; by default those of the settings.</param>
    public ConfigWatch(Settings settings, string known, TimeProvider time, Func<ImmutableArray<FileContent>>? look = null)
    {
        (_settings, _known, _time) = (settings, known, time);
        _look = look ?? (() => ConfigFiles.Look(settings));
        _before = _look();
        _events = new(settings.NodesFile, settings.DependenciesFile, settings.SwarmFile);
    }

    /// <summary>Every change that has settled, read anew; errors included.</summary>
    public async IAsyncEnumerable<ConfigResult> Changes([EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            // The pause keeps a folder in which others write all the time from making us read all the time.
            await _events.Wait(Interval - Settling, _time, stop);
            await Task.Delay(Settling, _time, stop);
            if (await Settled(stop) is { } files)
            {
                _known = FileContent.Fingerprint(files);
                _before = files;
                yield return ConfigFiles.Read(_settings, files);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    /// <summary>What is there, once two looks agree on it; null if it is what is known.</summary>
    private async Task<ImmutableArray<FileContent>?> Settled(CancellationToken stop)
    {
        var files = _look();
        while (FileContent.Fingerprint(files) != _known)
        {
            await Task.Delay(files.Zip(_before, IsGone).Any(isGone => isGone) ? Interval : Settling, _time, stop);
            var again = _look();
            if (FileContent.Fingerprint(again) == FileContent.Fingerprint(files))
            {
                return again;
            }

            files = again;
        }

        return null;
    }

    /// <summary>A file that is gone or empty may be half way through being replaced: it gets more time.</summary>
    private static bool IsGone(FileContent now, FileContent before) => !HasContent(now) && HasContent(before);

    private static bool HasContent(FileContent file) => file.Bytes is { Length: > 0 };
}
