using System.Collections.Immutable;
using Orcastra.Cli.Output;
using Orcastra.Config;
using Orcastra.Core.Swarm;

namespace Orcastra.Cli.Status;

/// <summary>A status for people.</summary>
/// <param name="screen">Where to.</param>
internal sealed class StatusText(Screen screen)
{
    /// <summary>Shows what was seen.</summary>
    public void Show(StatusReport report, bool isConfigured, TimeSpan longest)
    {
        var leader = report.Snapshot.Nodes.Values.FirstOrDefault(node => node.IsLeader);
        screen.Line(new($"Acts:         {report.Acting.Words}", report.Acting.IsGone ? Tone.Warning : Tone.Plain));
        foreach (var standby in StatusLook.Standbys(report.Acting.State, report.Snapshot))
        {
            screen.Line($"Stands by:    {standby}");
        }

        screen.Line(new($"Raft leader:  {leader?.Hostname ?? "none known"}", leader is null ? Tone.Bad : Tone.Plain));
        screen.Line($"Memory:       {(report.HasMemory ? "found" : "none in this Swarm yet")}");
        if (report.Memory.HeldReload.Length > 0)
        {
            screen.Line(new($"Files:        {StatusWords.Held(report.Memory)}", Tone.Warning));
        }

        Nodes(report);
        Anchors(report, isConfigured);
        Under(report, longest);
        NodeRow.Show(screen, report);
        CommandRows.Show(screen, report.Memory);
        var others = report.Plan.Refusals.Where(refusal => report.Anchors.All(anchor => anchor.Dependents.All(dependent => dependent.Service != refusal.Subject))).ToList();
        if (others.Count > 0)
        {
            screen.Heading("Not done");
            screen.Table(["Subject", "Why"], others.Select(ImmutableArray<Cell> (refusal) => [new(refusal.Subject, Tone.Warning), refusal.Reason]));
        }
    }

    /// <summary>Shows what is wrong with the files, or worth knowing.</summary>
    public void Configuration(ConfigResult config, ImmutableArray<string> notes)
    {
        if (config.Errors.IsEmpty && config.Notes.IsEmpty && notes.IsEmpty)
        {
            return;
        }

        screen.Heading("Configuration");
        foreach (var error in config.Errors)
        {
            screen.Line(new(error.ToString(), Tone.Bad));
        }

        foreach (var note in notes.Concat(config.Notes))
        {
            screen.Line(new(note, Tone.Faint));
        }
    }

    private void Nodes(StatusReport report)
    {
        screen.Heading("Nodes");
        screen.Table(["Node", "State", "Availability", "Role", "Labels"], report.Snapshot.Nodes.Values
            .OrderBy(node => node.Hostname, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal)
            .Select(ImmutableArray<Cell> (node) =>
            [
                node.Hostname,
                new(node.State.ToString().ToLowerInvariant(), node.State == NodeState.Ready ? Tone.Good : Tone.Bad),
                new(node.Availability.ToString().ToLowerInvariant(), node.Availability == Availability.Active ? Tone.Plain : Tone.Warning),
                node.IsLeader ? $"{node.Role}, leader" : node.Role,
                string.Join(", ", node.Labels.Select(label => $"{label.Key}={label.Value}")),
            ]));
    }

    private void Anchors(StatusReport report, bool isConfigured)
    {
        screen.Heading("Anchors and dependents");
        if (report.Anchors.IsEmpty)
        {
            screen.Line(new(
                isConfigured ? "none: no declared anchor exists as a service" : "not known from here: the files have errors (below); an instance that runs keeps to the last good ones",
                isConfigured ? Tone.Faint : Tone.Warning));
            return;
        }

        screen.Table(["Anchor", "Dependent", "Runs on", "State", "Why"], report.Anchors.SelectMany(Rows));
    }

    private static IEnumerable<ImmutableArray<Cell>> Rows(AnchorReport anchor)
    {
        var isUp = anchor.Places.Length > 0;
        yield return [anchor.Group.Anchor.Name, "", anchor.Places, isUp ? new("runs", Tone.Good) : new("down", Tone.Bad), isUp ? "" : $"its label stays on {anchor.Labelled}"];
        foreach (var dependent in anchor.Dependents)
        {
            yield return ["", dependent.Service, dependent.Places, new(StatusWords.Of(dependent.Standing), ToneOf(dependent.Standing)), dependent.Reason];
        }
    }

    private static Tone ToneOf(Standing standing) => standing switch
    {
        Standing.InPlace => Tone.Good,
        Standing.GivenUp or Standing.Down => Tone.Bad,
        _ => Tone.Warning,
    };

    private void Under(StatusReport report, TimeSpan longest)
    {
        if (!report.Memory.HandOffs.IsEmpty)
        {
            screen.Heading("Under way");
            screen.Table(["Service", "Kind", "From", "To", "Phase"], report.Memory.HandOffs.Values.Select(ImmutableArray<Cell> (handOff) =>
                [report.ServiceName(handOff.ServiceId), StatusWords.Of(handOff.Purpose), report.Snapshot.NamesOf(handOff.From.Distinct()), report.Snapshot.NamesOf(handOff.Targets), Phases.Of(handOff, report.Snapshot)]));
        }

        if (!report.Memory.Attempts.IsEmpty)
        {
            screen.Heading("Retries");
            screen.Table(["Service", "Attempts", "Last", "Outcome", "State"], report.Memory.Attempts.Select(ImmutableArray<Cell> (entry) =>
                [report.ServiceName(entry.Key), $"{entry.Value.Count}", $"{entry.Value.LastAt.UtcDateTime:HH:mm:ss} UTC", entry.Value.LastOutcome, StatusReport.IsOverdue(entry.Value, report.Snapshot.TakenAt, longest) ? new("given up", Tone.Bad) : new("tried", Tone.Warning)]));
        }

        var pauses = StatusWords.Pauses(report);
        if (!pauses.IsEmpty)
        {
            screen.Heading("Pauses");
            screen.Table(["Anchor", "Why"], pauses.Select(ImmutableArray<Cell> (pause) => [pause.Anchor, pause.Reason]));
        }
    }
}
