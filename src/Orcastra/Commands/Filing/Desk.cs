using System.IO.Hashing;
using Orcastra.Config;

namespace Orcastra.Commands.Filing;

/// <summary>Where one entry at a time lies. What it knows besides the files only saves asking again.</summary>
/// <param name="parts">What the clerk works with.</param>
/// <param name="file">The command file.</param>
/// <param name="results">The results.</param>
internal sealed class Desk(ClerkParts parts, CommandFile file, ResultsFile results)
{
    private readonly ClaimIds _ids = new(parts.Node, parts.Time);
    private string _handed = "";
    private string? _over;
    private Page? _told;

    private string FileName => Path.GetFileName(parts.Path);

    /// <summary>True while something is to be removed from the queue.</summary>
    public bool IsBusy => _over is not null;

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

    /// <summary>Takes up the next entry, or says why the file has none that can be told apart.</summary>
    public bool Begin(Page page)
    {
        if (page.Trouble is { } trouble)
        {
            return file.IsSettled && Tell(page, trouble);
        }

        if (Next(page) is not { } entry || (page.IsUncertain(entry) && !file.IsSettled))
        {
            return false;
        }

        results.Ensure();
        return file.TakeUp(page, entry, _ids.Next(results.Ids().Contains));
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

        return Conclude(Result.Of(claim.Id, Read(page, claim).Text, ending));
    }

    private async Task<bool> HandOverAsync(Page page, Claim claim, CancellationToken stop)
    {
        var entry = Read(page, claim);
        if (entry.Problem is { } problem)
        {
            parts.Log.Warning("{Problem:l}", problem.ToString());
            return Conclude(Result.Refuse(claim.Id, entry.Text, problem, parts.Time.GetUtcNow()));
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

    // Its result is written, so the queue may forget it whether the file can be written to now or only later.
    private bool TakeOut(Page page, Claim claim)
    {
        _over = claim.Id;
        return file.TakeOut(page, claim);
    }

    // Its ID is made from its content: the same trouble is told once, in however many lives.
    private bool Tell(Page page, ConfigError problem)
    {
        if (ReferenceEquals(_told, page))
        {
            return false;
        }

        var id = $"file-{Convert.ToHexString(XxHash64.Hash(page.Bytes))}";
        var isNew = !results.Has(id);
        if (!results.Add(Result.Refuse(id, $"(all of {FileName})", problem, parts.Time.GetUtcNow())))
        {
            return false;
        }

        parts.Log.Warning("{Problem:l}", problem.ToString());
        _told = page;
        return isNew;
    }

    // What is no command goes first, as nothing runs for it, and from the end, so that the others keep their line numbers.
    private Block? Next(Page page)
    {
        var malformed = page.Entries.Where(entry => Entry.Read(FileName, page.Written(entry), parts.Objection).Problem is not null).ToList();
        return malformed is [.., var last] ? last : page.Entries is [var first, ..] ? first : null;
    }

    private Entry Read(Page page, Claim claim) => Entry.Read(FileName, claim.Written(page.Rows), parts.Objection);
}
