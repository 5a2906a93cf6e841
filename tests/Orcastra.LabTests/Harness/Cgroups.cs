namespace Orcastra.LabTests;

/// <summary>
/// The control groups that a lab's engines make, one a container with its ID as name, below one a node: the kernel's own word
/// on what runs, which costs no engine anything.
/// </summary>
/// <param name="lab">The folder of the lab's group; empty if there is none to look at.</param>
internal sealed class Cgroups(string lab)
{
    // One hierarchy (v2), or one for each controller.
    private static readonly string[] Roots = ["/sys/fs/cgroup", "/sys/fs/cgroup/pids"];

    /// <summary>Of a lab that is not up.</summary>
    public static Cgroups None { get; } = new("");

    /// <summary>Those of a lab; made by its first container.</summary>
    public static Cgroups Of(string lab) => new(Path.Combine(Roots.First(root => File.Exists(Path.Combine(root, "cgroup.procs"))), lab));

    /// <summary>The containers on a node that have a process; null if nobody can tell.</summary>
    public IReadOnlySet<string>? Running(string node)
    {
        try
        {
            return lab.Length == 0 ? null : Directory.EnumerateDirectories(Path.Combine(lab, node)).Where(HasProcess).Select(group => Path.GetFileName(group)!).ToHashSet(StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return null; // no container has been on it yet, or one went away at this very moment
        }
    }

    private static bool HasProcess(string group) => File.ReadLines(Path.Combine(group, "cgroup.procs")).Any();
}
