using Orcastra.Core.Anchoring;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>Which services may be moved at all. When in doubt a service stays where its data may be.</summary>
public static class Movability
{
    /// <summary>Service label that says: its mounts are shared, move it.</summary>
    public const string MovableLabel = "orcastra.movable";

    private static readonly string[] HarmlessPaths =
        ["/etc/localtime", "/etc/timezone", "/var/run/docker.sock", "/run/docker.sock", "/proc", "/sys", "/dev"];

    private static readonly string[] SharedTypes = ["nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "9p"];

    /// <summary>Why the dependent must not be moved; null if it may.</summary>
    public static string? Objection(ClusterSnapshot snapshot, Group group, Dependent dependent)
    {
        var spec = dependent.Service.Spec;
        if (ByPolicy(snapshot, dependent.Service) is { } ended)
        {
            return ended;
        }

        if (spec.Mode == ServiceMode.Global && !group.Binds(spec) && !dependent.Bind)
        {
            return $"it is global and runs everywhere by its own spec; add the constraint {group.Binding} to keep it beside {group.Name}";
        }

        if (spec.Mode == ServiceMode.Global && group.Binds(spec) && group.Binds(group.Anchor.Spec))
        {
            return $"it is global and runs on every node with the label {group.Name}, and its owner has set that also where {group.Name}, which is itself bound to it, does not run now";
        }

        return LocalMount(spec) is { } mount && !group.Binds(spec) && !IsDeclaredMovable(spec)
            ? $"its data in {Describe(mount)} exists only on the node where it is; if that is shared storage set the service label {MovableLabel}=true, or add the constraint {group.Binding}"
            : null;
    }

    /// <summary>Why a service that follows nobody must not be moved; null if it may.</summary>
    public static string? Objection(ClusterSnapshot snapshot, Service service) => ByPolicy(snapshot, service)
        ?? (LocalMount(service.Spec) is { } mount && !IsDeclaredMovable(service.Spec)
            ? $"its data in {Describe(mount)} exists only on the node where it is; if that is shared storage set the service label {MovableLabel}=true"
            : null);

    private static string? ByPolicy(ClusterSnapshot snapshot, Service service)
    {
        if (service.Spec.Restart.Condition == RestartCondition.None)
        {
            return "its restart condition is none: a task that ended by its own policy would be run again";
        }

        return FinishedSlot(snapshot, service) is { } finished ? $"its task {finished.Id} ended by its own policy and would be run again" : null;
    }

    /// <summary>The first mount whose content would stay behind; null if there is none.</summary>
    public static Mount? LocalMount(ServiceSpec spec) => spec.Mounts.FirstOrDefault(IsLocal);

    /// <summary>A slot whose last task ended by its own policy, which a forced update would run again; null if there is none.</summary>
    public static SwarmTask? FinishedSlot(ClusterSnapshot snapshot, Service service) =>
        service.Spec.Restart.Condition == RestartCondition.Any
            ? null
            : snapshot.TasksOf(service.Id)
                .GroupBy(task => task.Position)
                .Select(slot => slot.MaxBy(task => task.CreatedAt)!)
                .FirstOrDefault(task => task.State == TaskState.Complete);

    private static bool IsLocal(Mount mount) => mount.Type switch
    {
        "bind" => !mount.ReadOnly && !HarmlessPaths.Any(path => mount.Source == path || mount.Source.StartsWith(path + "/", StringComparison.Ordinal)),
        "volume" => mount.Driver is "" or "local" && !IsNetworkMount(mount),
        _ => false,
    };

    private static bool IsNetworkMount(Mount mount) =>
        mount.DriverOptions.TryGetValue("type", out var type) && SharedTypes.Contains(type, StringComparer.OrdinalIgnoreCase);

    private static bool IsDeclaredMovable(ServiceSpec spec) =>
        string.Equals(spec.Labels.GetValueOrDefault(MovableLabel), "true", StringComparison.OrdinalIgnoreCase);

    private static string Describe(Mount mount) => mount.Source.Length > 0 ? $"the {mount.Type} {mount.Source}" : $"an anonymous volume at {mount.Target}";
}
