using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Loop;

namespace Orcastra.Commands.Filing;

/// <summary>
/// Carries the entries of the command file to the queue, one after the other, and writes down how they ended. How far an
/// entry has come stands in the files alone, and every step can be taken twice: whoever kills the process loses and
/// repeats nothing.
/// </summary>
internal sealed class Clerk
{
    /// <summary>Time between two looks at the file.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const string RemovedLine = "(its line was removed from the file)";

    private readonly ClerkParts _parts;
    private readonly Rewriter _rewriter;
    private readonly ResultsFile _results;
    private readonly CommandFile _file;
    private readonly Desk _desk;
    private readonly Complaints _complaints;
    private readonly Wake _wake = new();
    private bool _isRecovered;
    private bool _isSwept;

    /// <summary>Puts it together; nothing is read yet.</summary>
    public Clerk(ClerkParts parts)
    {
        var log = parts.Log.For("commands");
        _parts = parts with { Path = Path.GetFullPath(parts.Path), Log = log };
        _rewriter = new(parts.Disk, parts.Time, parts.Shared);
        _results = new(_parts.Path, parts.Disk, _rewriter, log);
        _file = new(_parts.Path, parts.Disk, _rewriter, parts.Time);
        _desk = new(_parts, _file, _results);
        _complaints = new(log);
    }

    /// <summary>Has the file looked at now.</summary>
    public void Wake() => _wake.Up("command file");

    /// <summary>Works until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (!await StepAsync(stop))
            {
                await _wake.WaitAsync(Interval, _parts.Time, stop);
            }
        }
    }

    /// <summary>Does one step.</summary>
    /// <returns>False if there is nothing to do for now.</returns>
    public async Task<bool> StepAsync(CancellationToken stop)
    {
        try
        {
            var went = await NextAsync(stop);
            if (went)
            {
                _complaints.Forget();
            }

            return went;
        }
        catch (DockerException fault)
        {
            _complaints.Say($"the queue of commands cannot be reached: {fault.Message}");
        }
        catch (Exception problem) when (DiskFaults.IsOne(problem))
        {
            _isRecovered = false; // a write in place may have come half way
            _complaints.Say($"commands: {DiskFaults.Say(problem)}");
        }

        return false;
    }

    private async Task<bool> NextAsync(CancellationToken stop)
    {
        _rewriter.CatchUp();
        if ((_isRecovered && _isSwept && !_desk.IsBusy && _file.Look() is not { IsEmpty: false }) || !await _parts.IsOnDuty(stop))
        {
            return false; // nobody is asked anything for a file that asks for nothing
        }

        if (!_isRecovered)
        {
            _rewriter.Recover(_parts.Path);
            _rewriter.Recover(_results.Path);
            _isRecovered = true;
        }

        if (!_isSwept)
        {
            await SweepAsync(stop);
            return _isSwept = true;
        }

        if (await _desk.ClearAsync(stop))
        {
            return true;
        }

        return _file.Look() is { } page && (page.Claims is [var claim, ..] ? await _desk.CarryOnAsync(page, claim, stop) : _desk.Begin(page));
    }

    // Killed between taking a claim out and removing its entry from the queue, nothing but its result tells of it. One
    // without either had its line removed by somebody while it was under way.
    private async Task SweepAsync(CancellationToken stop)
    {
        var queued = await _parts.Queue.ListAsync(_parts.Origin, stop);
        var claimed = _file.Look()?.Claims.Select(claim => claim.Id).ToHashSet() ?? [];
        foreach (var id in queued.Where(id => !claimed.Contains(id)).Order(StringComparer.Ordinal).ToList())
        {
            if (_results.Has(id) || (await _parts.Queue.OutcomeOfAsync(id, stop) is { } ending && _results.Add(Result.Of(id, RemovedLine, ending))))
            {
                await _parts.Queue.RemoveAsync(id, stop);
            }
        }
    }
}
