using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>Reads all files and makes one policy of them.</summary>
internal static class ConfigFiles
{
    /// <summary>Reads the files the settings name.</summary>
    public static ConfigResult Load(Settings settings) => Read(settings, Look(settings));

    /// <summary>What is there now: nodes, dependencies and the file of both.</summary>
    public static ImmutableArray<FileContent> Look(Settings settings) =>
        [FileContent.Read(settings.NodesFile), FileContent.Read(settings.DependenciesFile), FileContent.Read(settings.SwarmFile)];

    /// <summary>Makes a policy of what was found by <see cref="Look"/>.</summary>
    public static ConfigResult Read(Settings settings, ImmutableArray<FileContent> files)
    {
        var findings = new Findings();
        var defaults = DefaultsOf(settings);
        var reader = new FileReader(defaults, findings);
        var nodes = reader.Nodes(files[0]);
        var dependencies = reader.Dependencies(files[1]);
        var both = reader.Both(files[2]);
        var joined = new Joiner(findings).Join(both, nodes, dependencies);
        NodeRules.Check(joined, findings);
        DependencyRules.Check(joined.Anchors, findings);
        Absences.Say(joined, files, findings);
        var policy = findings.AreGood ? PolicyOf(settings, defaults, joined) : null;
        return new(policy, findings.Errors, findings.Notes, FileContent.Fingerprint(files));
    }

    /// <summary>
    /// Checks some files, whatever they are called: the kind of each is told by its name or else by its keys. Files of
    /// different kinds are checked together; here an absent one is an error.
    /// </summary>
    public static ConfigResult Check(Settings settings, IReadOnlyList<string> paths)
    {
        var files = paths.Select(FileContent.Read).ToList();
        var absent = files.Where(file => file.IsAbsent).Select(file => new ConfigError(file.Path, 1, 1, "there is no such file")).ToList();
        var results = FileKinds.Group(files.Where(file => !file.IsAbsent)).Select(group => Read(settings, group)).ToList();
        ImmutableArray<ConfigError> errors = [.. absent, .. results.SelectMany(result => result.Errors)];
        var policy = errors.IsEmpty ? results.LastOrDefault()?.Policy : null;
        return new(policy, errors, [.. results.SelectMany(result => result.Notes)], FileContent.Fingerprint([.. files]));
    }

    /// <summary>What holds where an anchor says nothing.</summary>
    public static DependencyDefaults DefaultsOf(Settings settings) => new(settings.StackName, settings.RestartDependents, settings.HandOff, settings.BindDependents);

    /// <summary>The policy that files without errors mean.</summary>
    public static Policy PolicyOf(Settings settings, DependencyDefaults defaults, FileDraft draft) => new()
    {
        Anchors = [.. draft.Anchors.Select(anchor => anchor.Policy)],
        Nodes = [.. draft.Nodes.Nodes.Select(PolicyOf)],
        HasNodes = draft.Nodes.HasNodes,
        HasDependencies = draft.HasDependencies,
        Leader = draft.Nodes.Leader?.Text ?? "",
        AdvertiseAddress = draft.Nodes.AdvertiseAddress?.Text ?? "",
        PruneUnknownLabels = draft.Nodes.Prune is { } prune ? prune.Text == "true" : settings.PruneUnknownLabels,
        StaleNode = settings.StaleNodeMinutes,
        Defaults = defaults,
        Dwell = settings.Dwell,
        MaxParallelGroups = settings.MaxParallelGroups,
        MaxMismatch = settings.MaxMismatchDuration,
        MaxLostNodesPercent = settings.MaxLostNodesPercent,
        RebootTimeout = settings.RebootTimeout,
        AutoReboot = settings.AutoReboot,
    };

    private static NodePolicy PolicyOf(NodeDraft node) => new(
        node.Name,
        node.Ip,
        node.Labels.ToImmutableSortedDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal),
        node.Place.ToString())
    {
        Role = node.Role,
        Host = node.Host,
        IsMember = node.IsMember,
    };
}
