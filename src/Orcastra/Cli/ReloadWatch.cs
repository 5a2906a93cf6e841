using Orcastra.Config;
using Orcastra.Loop;
using Orcastra.Metrics;

namespace Orcastra.Cli;

/// <summary>Takes changes of the files over while the loop runs.</summary>
/// <param name="settings">Where the files are.</param>
/// <param name="holder">The policy in force.</param>
/// <param name="wake">Wakes the loop.</param>
/// <param name="instruments">The metrics.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class ReloadWatch(Settings settings, PolicyHolder holder, Wake wake, Instruments instruments, TimeProvider time, ILogger log)
{
    /// <summary>Watches until told to stop.</summary>
    public async Task RunAsync(ConfigResult first, CancellationToken stop)
    {
        using var watch = new ConfigWatch(settings, first.Fingerprint, time);
        await foreach (var reload in watch.Changes(stop))
        {
            Take(reload);
        }
    }

    /// <summary>Compares the files in force with what the Swarm remembers, when this instance begins to act.</summary>
    public void Compare(Observation seen)
    {
        if (holder.Compare(policy => ReloadGuard.WhyHold(seen.Snapshot, seen.Remembered.Memory, policy)) is { } reason)
        {
            log.Warning("the files are good, but {Reason:l}; until then they take nothing away", reason);
        }
    }

    private void Take(ConfigResult reload)
    {
        instruments.ConfigErrors.Record(reload.Errors.Length);
        switch (holder.Offer(reload))
        {
            case ReloadOutcome.Taken:
                log.Information("the files have changed and are in force");
                TellNotes(reload);
                wake.Up("files");
                break;
            case ReloadOutcome.Held:
                log.Warning("the files have changed, but {Reason:l}; the last good ones stay in force", holder.Current.HeldReload);
                wake.Up("files"); // so that status, asked elsewhere, knows of it
                break;
            default:
                foreach (var error in reload.Errors)
                {
                    log.Error("{Error:l}", error.ToString());
                }

                log.Error("the files have errors; the last good ones stay in force");
                break;
        }
    }

    // Only what is in force is worth knowing.
    private void TellNotes(ConfigResult reload)
    {
        foreach (var note in reload.Notes)
        {
            log.Information("{Note:l}", note);
        }
    }
}
