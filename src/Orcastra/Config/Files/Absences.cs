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
            findings.Note($"no nodes are declared ({files[0].Path}, {files[2].Path}): static labels are off");
        }

        if (!draft.HasDependencies)
        {
            findings.Note($"no dependencies are declared ({files[1].Path}, {files[2].Path}): only services with the label orcastra.anchor follow an anchor");
        }
    }
}
