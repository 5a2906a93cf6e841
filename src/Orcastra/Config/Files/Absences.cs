namespace Orcastra.Config;

/// <summary>Says what is off for want of a file.</summary>
internal static class Absences
{
    /// <summary>Notes what no file declares.</summary>
    public static void Say(FileDraft draft, Settings settings, Findings findings)
    {
        if (!findings.AreGood)
        {
            return;
        }

        if (!draft.Nodes.HasNodes)
        {
            findings.Note($"no nodes are declared ({settings.NodesFile}, {settings.SwarmFile}): static labels are off");
        }

        if (!draft.HasDependencies)
        {
            findings.Note($"no dependencies are declared ({settings.DependenciesFile}, {settings.SwarmFile}): only services with the label orcastra.anchor follow an anchor");
        }
    }
}
