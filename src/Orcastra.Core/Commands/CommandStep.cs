using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>How a command ended, in words that files and the API use.</summary>
public static class CommandOutcome
{
    /// <summary>It had its effect.</summary>
    public const string Done = "done";

    /// <summary>It was begun and did not come to its end.</summary>
    public const string Failed = "failed";

    /// <summary>It was not begun.</summary>
    public const string Refused = "refused";
}

/// <summary>One command in one pass: what is known, and what may become of it.</summary>
/// <param name="Context">What is known.</param>
/// <param name="Draft">The plan so far.</param>
/// <param name="Groups">All groups.</param>
/// <param name="Id">The command's.</param>
/// <param name="Record">What is remembered of it.</param>
/// <param name="Command">What it asks for.</param>
internal sealed record CommandStep(PlanningContext Context, PlanDraft Draft, ImmutableArray<Group> Groups, string Id, CommandRecord Record, Command Command)
{
    // All commands are in one object, which every manager keeps and each pass reads.
    private const int MostWords = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The groups that it concerns: the named one, or all.</summary>
    public ImmutableArray<Group> Concerned => Command.Argument.Length == 0 ? Groups : [.. Groups.Where(group => group.Name == Command.Argument || group.Anchor.Name == Command.Argument)];

    /// <summary>The service that it names; null if there is none of that name.</summary>
    public Service? Service => Context.Snapshot.ServiceNamed(Command.Argument);

    /// <summary>That there is no service of that name, in words.</summary>
    public string NoService => $"there is no service '{Command.Argument}'{Spelling.DidYouMean(Command.Argument, Context.Snapshot.Services.Values.Select(service => service.Name))}";

    /// <summary>That there is no such node, in words.</summary>
    public string NoNode(string name) => $"there is no node '{name}'{Spelling.DidYouMean(name, Context.Snapshot.Nodes.Values.Select(node => node.Hostname))}";

    /// <summary>The node of that host name or ID: by its name the machine that is there, not the old entry of one that was installed anew.</summary>
    public Node? NodeNamed(string name) => NodesNamed(name)
        .OrderBy(node => node.IsGone)
        .ThenBy(node => node.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>All nodes of that host name or ID.</summary>
    public IEnumerable<Node> NodesNamed(string name) => Context.Snapshot.Nodes.Values.Where(node => node.Hostname == name || node.Id == name);

    /// <summary>What a service waits for by this plan, in words; empty if for nothing.</summary>
    public string Waits(string service) => string.Join("; ", Draft.Refusals.Where(refusal => refusal.Subject == service).Select(refusal => refusal.Reason));

    /// <summary>Why the service must not be touched now, for nothing is written over what is under way, ours or its owner's; null if it may be.</summary>
    public string? NotNow(Service service)
    {
        if (Draft.Memory.HandOffs.ContainsKey(service.Id))
        {
            return "it waits for the hand-off of the service that is under way";
        }

        if (service.IsMidRollout)
        {
            return $"it waits for its owner's update, which is {service.UpdateState.ToString().ToLowerInvariant()}";
        }

        if (Context.Snapshot.StoppingTasks(service.Id).FirstOrDefault() is not { } stopping)
        {
            return null;
        }

        Draft.WatchClosely(); // the end of a stop wakes nobody
        return $"it waits for task {stopping.Id}, which still stops: the updater would not";
    }

    /// <summary>Its effect begins with this pass; remembered before.</summary>
    /// <param name="prior">What is there before it.</param>
    /// <param name="says">What it waits for.</param>
    public void Begin(string prior, string says)
    {
        Draft.WatchClosely();
        Remember(Record with { BegunAt = Context.Now, Prior = prior, Says = Short(says) });
    }

    /// <summary>
    /// It cannot be begun yet, and says why. After a while it is refused: hours later it would come as a surprise, and others of
    /// the same origin wait behind it.
    /// </summary>
    /// <param name="says">What it waits for.</param>
    /// <param name="prior">What is there when it begins to wait; remembered.</param>
    public void WaitToBegin(string says, string prior = "")
    {
        var due = (Record.WaitsSince ?? Context.Now) + Patience;
        if (due <= Context.Now)
        {
            End(CommandOutcome.Refused, $"it could not be begun within {Patience.TotalMinutes:0} min: {says}");
            return;
        }

        Draft.LookAgain(due);
        if (Record.WaitsSince is null)
        {
            Remember(Record with { WaitsSince = Context.Now, Prior = prior, Says = Short(says) });
        }
        else
        {
            Wait(says);
        }
    }

    /// <summary>It goes on, and says what it waits for.</summary>
    public void Wait(string says)
    {
        if (Record.Says != Short(says))
        {
            Remember(Record with { Says = Short(says) });
        }
    }

    /// <summary>Its effect is there: from now on that is what it is known by.</summary>
    /// <param name="prior">What is remembered in place of what was before.</param>
    /// <param name="says">What it waits for.</param>
    public void Note(string prior, string says) => Remember(Record with { Prior = prior, Says = Short(says) });

    /// <summary>It has ended.</summary>
    public void End(string outcome, string says) => Remember(Record with { EndedAt = Context.Now, Outcome = outcome, Says = Short(says) });

    /// <summary>It has failed if it takes too long: others of the same origin wait behind it.</summary>
    public void EndIfOverdue()
    {
        var due = Record.BegunAt!.Value + Patience;
        if (due > Context.Now)
        {
            Draft.LookAgain(due);
        }
        else if (Draft.Memory.Commands[Id] is { EndedAt: null } now)
        {
            End(CommandOutcome.Failed, $"not done after {Patience.TotalMinutes:0} min: {now.Says}");
        }
    }

    /// <summary>It has ended with a change of memory alone, remembered in the same write.</summary>
    public Memory EndWith((Memory Memory, string Says) change)
    {
        var ended = Record with { EndedAt = Context.Now, Outcome = CommandOutcome.Done, Says = change.Says };
        return change.Memory with { Commands = change.Memory.Commands.SetItem(Id, ended) };
    }

    /// <summary>Refuses it, as there is no service of that name.</summary>
    public void RefuseUnknown() => End(CommandOutcome.Refused, NoService);

    /// <summary>Refuses it, as there is no anchor of that name.</summary>
    public void RefuseUnknownAnchor() => End(
        CommandOutcome.Refused,
        $"there is no anchor '{Command.Argument}'{Spelling.DidYouMean(Command.Argument, Groups.Select(group => group.Name))}; anchors are {string.Join(", ", Groups.Select(group => group.Name).Order(StringComparer.Ordinal))}");

    private static string Short(string says) => says.Length > MostWords ? says[..MostWords] + "…" : says;

    private void Remember(CommandRecord record) => Draft.Memory = Draft.Memory with { Commands = Draft.Memory.Commands.SetItem(Id, record) };
}
