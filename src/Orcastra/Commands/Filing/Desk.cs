using System.IO.Hashing;

namespace Orcastra.Commands.Filing;

/// <summary>Where one entry at a time lies. What it knows besides the files only saves asking again.</summary>
/// <param name="parts">What the clerk works with.</param>
/// <param name="file">The command file.</param>
/// <param name="results">The results.</param>
internal sealed class Desk(ClerkParts parts, CommandFile file, ResultsFile results)
{
    private const string Malformed = "refused";

    private readonly ClaimIds _ids = new(parts.Node, parts.Time);
    private string _handed = "";
    private string? _over;
    private Page? _told;

    private string FileName => Path.GetFileName(parts.Path);

    /// <summary>Removes what is over from the queue.</summary>
    /// <returns>False if there was nothing to remove.</returns>
    public async Task<bool> ClearAsync(CancellationToken stop)
    {
        if (_over is not { } id)
        {
            return false;
        }

        await parts.Queue.RemoveAsync(id, stop);
        _over = null;
        return true;
    }

    /// <summary>Takes up the first entry, or says why the file has none that can be told apart.</summary>
    public bool Begin(Page page)
    {
        if ((page.IsUncertain && !file.IsSettled) || (page.Trouble is null && page.Entries.IsEmpty))
        {
            return false;
        }

        if (page.Trouble is not null)
        {
            return Tell(page);
        }

        results.Ensure();
        return file.TakeUp(page, page.Entries[0], _ids.Next(results.Ids().Contains));
    }

    /// <summary>Takes the next step with an entry that is taken up.</summary>
    public async Task<bool> CarryOnAsync(Page page, Claim claim, CancellationToken stop)
    {
        if (_handed != claim.Id)
        {
            return results.Has(claim.Id) ? TakeOut(page, claim) : await HandOverAsync(page, claim, stop);
        }

        if (await parts.Queue.OutcomeOfAsync(claim.Id, stop) is not { } ending)
        {
            return false;
        }

        var entry = Read(page, claim);
        parts.Log.Information("{Command:l}: {Outcome:l}: {Text:l}", entry.Text, ending.Outcome, ending.Text);
        return Conclude(new(claim.Id, entry.Text, Result.Stamp(ending.At), ending.Outcome, ending.Text));
    }

    private async Task<bool> HandOverAsync(Page page, Claim claim, CancellationToken stop)
    {
        var entry = Read(page, claim);
        if (entry.Problem is { } problem)
        {
            parts.Log.Warning("{Problem:l}", problem.ToString());
            return Conclude(new(claim.Id, entry.Text, Result.Stamp(parts.Time.GetUtcNow()), Malformed, problem.ToString(), new Config.Place(problem.File, problem.Line, problem.Column).ToString()));
        }

        await parts.Queue.AddAsync(claim.Id, entry.Text, parts.Origin, stop);
        parts.Log.Information("{Command:l}: taken from {File:l} as {Id:l}", entry.Text, FileName, claim.Id);
        _handed = claim.Id;
        return true;
    }

    private bool Conclude(Result result)
    {
        var isWritten = results.Add(result);
        _handed = isWritten ? "" : _handed; // what follows is told by the result
        return isWritten;
    }

    private bool TakeOut(Page page, Claim claim)
    {
        if (!file.TakeOut(page, claim))
        {
            return false;
        }

        _over = claim.Id;
        return true;
    }

    // Its ID is made from its content: the same trouble is told once, in however many lives.
    private bool Tell(Page page)
    {
        if (ReferenceEquals(_told, page))
        {
            return false;
        }

        var problem = page.Trouble!;
        var id = $"file-{Convert.ToHexString(XxHash64.Hash(page.Bytes))}";
        var isNew = !results.Has(id);
        if (!results.Add(new(id, $"(all of {FileName})", Result.Stamp(parts.Time.GetUtcNow()), Malformed, problem.ToString(), new Config.Place(problem.File, problem.Line, problem.Column).ToString())))
        {
            return false;
        }

        parts.Log.Warning("{Problem:l}", problem.ToString());
        _told = page;
        return isNew;
    }

    private Entry Read(Page page, Claim claim) => Entry.Read(FileName, claim.Written(page.Rows), parts.Objection);
}
