using System.Collections.Immutable;
using Orcastra.Core.Fitting;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Relocating;

/// <summary>All that keeps a group from moving whole to a node, until its owner or the cluster changes something.</summary>
/// <param name="Context">What is known.</param>
/// <param name="Memory">What is remembered.</param>
/// <param name="Convoy">What is to move.</param>
/// <param name="Node">Where to.</param>
internal sealed record RelocationRule(PlanningContext Context, Memory Memory, Convoy Convoy, Node Node)
{
    private Service Head => Convoy.Head;

    private ClusterSnapshot Snapshot => Context.Snapshot;

    /// <summary>The reasons, all of them; none if it may move.</summary>
    public ImmutableArray<string> Reasons()
    {
        var closed = Closed();
        var reasons = ImmutableArray.CreateBuilder<string>();
        Add(reasons, closed);
        Add(reasons, ByKind(), Head);
        Add(reasons, ByOwner(), Head);
        if (!Head.Spec.IsJob)
        {
            Add(reasons, Movability.Objection(Snapshot, Head), Head);
        }

        foreach (var follower in Followers())
        {
            Add(reasons, Unmovable(follower), follower.Service);
        }

        if (closed is null)
        {
            AddRoom(reasons);
        }

        return reasons.ToImmutable();
    }

    /// <summary>True if no task of the service has to come.</summary>
    public bool IsThere(Service service) => Elsewhere(service) == 0;

    private string? Closed()
    {
        var name = Node.Hostname;
        return !Context.Policy.HeedsServiceLabels ? "Orcastra is taken out of this Swarm"
            : Memory.Reboots.GetValueOrDefault(Node.Id) is { IsOver: false } ? $"{name} is being rebooted"
            : Memory.Drains.GetValueOrDefault(Node.Id) is { IsOver: false } ? $"{name} is being drained"
            : Node.State != NodeState.Ready ? $"{name} is {Node.State.ToString().ToLowerInvariant()}"
            : Node.Availability != Availability.Active ? $"{name} takes no tasks: its availability is {Node.Availability.ToString().ToLowerInvariant()} (activate_node:{name} changes that)"
            : null;
    }

    private string? ByKind() => Head.Spec switch
    {
        { IsJob: true } => "it is a job, which runs to its end where Swarm started it",
        { Mode: ServiceMode.Global } => "it is global, and runs on every node that its constraints admit: change these instead",
        { Replicas: 0 } => "it is scaled to 0, so that there is nothing to move",
        { Replicas: > 1 } => $"it has {Head.Spec.Replicas} replicas, which one node would take down together: empty the nodes that they are to leave (drain_node), or hold them by a constraint of their own",
        _ => null,
    };

    private string? ByOwner()
    {
        if (Convoy.Leads?.WriteObjection is { } objection)
        {
            return objection;
        }

        if (Convoy.Leads?.Binds(Head.Spec) == true)
        {
            return $"it is itself bound to its label by {Convoy.Leads.Binding}: whoever sets that label on other nodes decides where it runs";
        }

        return IsPausedByOwner(Head) ? BeginRule.PausedByOwner : null;
    }

    // Those that are there already, or run nowhere, keep nobody.
    private IEnumerable<Follower> Followers() => Convoy.Followers.Where(follower => !IsThere(follower.Service));

    private string? Unmovable(Follower follower) => follower.Group.WriteObjection
        ?? (IsPausedByOwner(follower.Service) ? BeginRule.PausedByOwner : null)
        ?? Movability.Objection(Snapshot, follower.Group, follower.Dependent)
        ?? Rightful.Unlabellable(Context, follower.Group, follower.Service, Node.Id);

    private bool IsPausedByOwner(Service service) => service.IsPaused && !Memory.HandOffs.ContainsKey(service.Id);

    // They have to fit there together, not each by itself.
    private void AddRoom(ImmutableArray<string>.Builder reasons)
    {
        var before = ImmutableArray<ServiceSpec>.Empty;
        var all = Followers().Select(follower => (follower.Service, Fit: Rightful.Fit(Snapshot, Memory, follower.Group.Name, follower.Service)));
        if (!IsThere(Head) && Head.Spec.Mode == ServiceMode.Replicated)
        {
            all = all.Prepend((Head, Evacuation.Fit(Snapshot, Memory, Head)));
        }

        foreach (var (service, fit) in all)
        {
            var tasks = Elsewhere(service);
            if (With(fit, before).Objection([Node.Id], tasks) is { } objection)
            {
                Add(reasons, $"it does not fit there ({objection})", service);
            }
            else
            {
                before = before.AddRange(Enumerable.Repeat(service.Spec, tasks));
            }
        }
    }

    private Fit With(Fit fit, ImmutableArray<ServiceSpec> before) =>
        fit with { Expected = fit.Expected.SetItem(Node.Id, fit.Expected.GetValueOrDefault(Node.Id, []).AddRange(before)) };

    // A global one needs no more than one there, wherever else it is.
    private int Elsewhere(Service service)
    {
        var tasks = Snapshot.TasksOf(service.Id).Where(task => task is { IsWanted: true, HasEnded: false }).ToList();
        return service.Spec.Mode != ServiceMode.Global ? tasks.Count(task => task.NodeId != Node.Id)
            : tasks.Count > 0 && tasks.All(task => task.NodeId != Node.Id) ? 1 : 0;
    }

    private static void Add(ImmutableArray<string>.Builder reasons, string? reason, Service? service = null)
    {
        if (reason is not null)
        {
            reasons.Add(service is null ? reason : $"{service.Name}: {reason}");
        }
    }
}
