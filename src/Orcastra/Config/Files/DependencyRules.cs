using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>What must hold between anchors and dependents: each service follows one anchor at most, and never itself.</summary>
internal static class DependencyRules
{
    private sealed record Link(string Service, string Anchor, Place Place);

    /// <summary>Reports what does not hold.</summary>
    public static void Check(ImmutableArray<AnchorDraft> anchors, Findings findings)
    {
        CheckAnchors(anchors, findings);
        var links = new Dictionary<string, Link>(StringComparer.Ordinal);
        foreach (var link in anchors.SelectMany(Links))
        {
            if (link.Service == link.Anchor)
            {
                findings.Error(link.Place, $"'{link.Service}' cannot follow itself; remove it here");
            }
            else if (!links.TryAdd(link.Service, link))
            {
                var other = links[link.Service];
                findings.Error(link.Place, $"'{link.Service}' follows '{other.Anchor}' already ({other.Place}); a service follows one anchor, remove it from one of them");
            }
        }

        CheckCycles(links, findings);
    }

    /// <summary>Stack <c>a</c> with <c>b_c</c> and stack <c>a_b</c> with <c>c</c> are one service.</summary>
    private static void CheckAnchors(ImmutableArray<AnchorDraft> anchors, Findings findings)
    {
        var seen = new Dictionary<string, AnchorDraft>(StringComparer.Ordinal);
        foreach (var anchor in anchors)
        {
            var full = anchor.Policy.FullName(anchor.Policy.Name);
            if (!seen.TryAdd(full, anchor))
            {
                findings.Error(anchor.Place, $"anchor '{anchor.Policy.Name}' is the service '{full}', as is the one at {seen[full].Place}; keep one of them");
            }
        }
    }

    private static IEnumerable<Link> Links(AnchorDraft anchor) =>
        anchor.Policy.Dependents.Zip(
            anchor.DependentPlaces,
            (name, place) => new Link(anchor.Policy.FullName(name), anchor.Policy.FullName(anchor.Policy.Name), place));

    /// <summary>As every service has one anchor at most, walking from anchor to anchor meets every cycle.</summary>
    private static void CheckCycles(Dictionary<string, Link> links, Findings findings)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in links.Keys)
        {
            var path = new List<Link>();
            var onPath = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var at = start; links.TryGetValue(at, out var link) && done.Add(at); at = link.Anchor)
            {
                onPath[at] = path.Count;
                path.Add(link);
                if (onPath.TryGetValue(link.Anchor, out var first))
                {
                    Report(path[first..], findings);
                    break;
                }
            }
        }
    }

    /// <summary>Told from anchor to dependent, as the files are read.</summary>
    private static void Report(List<Link> cycle, Findings findings)
    {
        cycle.Reverse();
        var inFile = cycle.OrderBy(link => link.Place.File, StringComparer.Ordinal).ThenBy(link => link.Place.Line).ThenBy(link => link.Place.Column).ToList();
        var first = cycle.IndexOf(inFile[0]);
        List<Link> told = [.. cycle[first..], .. cycle[..first]];
        var steps = string.Join(" → ", told.Select(link => $"{link.Anchor} ({link.Place})"));
        findings.Error(inFile[^1].Place, $"a cycle: {steps} → {told[0].Anchor}; whatever moves first would be moved again, remove one of these dependents");
    }
}
