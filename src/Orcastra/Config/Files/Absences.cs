using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>Says what is off for want of a file.</summary>
internal static class Absences
{
    /// <summary>Notes what no file declares.</summary>
    public static void Say(FileDraft draft, ImmutableArray<FileContent> files, Findings findings)
    {
        if (!findings.AreGood)
        {
            return;
        }

        if (!draft.Nodes.HasNodes)
        {
            Say("nodes", "static labels are off", findings, files[0], files[2]);
        }

        if (!draft.HasDependencies)
        {
            Say("dependencies", "only services with the label orcastra.anchor follow an anchor", findings, files[1], files[2]);
        }
    }

    // Of files that nobody asked for nothing is to be said: whoever checks one file does not miss the others.
    private static void Say(string what, string effect, Findings findings, params ReadOnlySpan<FileContent> files)
    {
        var asked = new List<string>();
        foreach (var file in files)
        {
            if (file != FileContent.NotAsked)
            {
                asked.Add(file.Path);
            }
        }

        if (asked.Count > 0)
        {
            findings.Note($"no {what} are declared ({string.Join(", ", asked)}): {effect}");
        }
    }
}
