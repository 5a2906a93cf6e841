using CsCheck;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Properties;

/// <summary>Anything at all that a planner may be shown, sensible or not.</summary>
internal static class Worlds
{
    private static readonly string[] Names = ["db", "app", "web", "mq"];

    private static readonly string[] Hosts = ["a", "b", "c"];

    private static readonly string[] Constraints =
        ["node.labels.db == true", "node.labels.app==true", "node.labels.db != true", "node.hostname != c", "nonsense", Trace.GateConstraint("g", 1)];

    public static Gen<World> All { get; } = Gen.Select(Nodes, Services, Policies, Gen.Int[0, 2000]).SelectMany((nodes, services, policy, seconds) =>
        Gen.Select(Gen.Int[0, 9].SelectMany(count => Task(services).Array[count]), Memories(services, nodes))
            .Select((tasks, memory) => new World(new(Given.Noon, nodes, services, tasks.DistinctBy(task => task.Id)), policy, memory, Given.Noon.AddSeconds(seconds))));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static Gen<Node[]> Nodes => Gen.Select(Node("a"), Node("b"), Node("c")).Select((a, b, c) => new[] { a, b, c });

    private static Gen<Service[]> Services => Gen.Select(Service("db"), Service("app"), Service("web"), Service("mq"))
        .Select((db, app, web, mq) => new[] { db, app, web, mq });

    private static Gen<Policy> Policies => Gen.Select(Anchor, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, (anchor, second, may, prune, nodes) =>
    {
        var policy = Given.Policy(anchor) with { MayBegin = may, PruneUnknownLabels = prune, MaxLostNodesPercent = 70 };
        policy = second ? policy with { Anchors = policy.Anchors.Add(Given.Anchor("app", "mq")) } : policy;
        return nodes ? policy.WithNode("a", "zfs", "db").WithNode("b") : policy;
    });

    private static Gen<AnchorPolicy> Anchor => Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, (restart, labels, bind) => Given.Anchor("db", "app", "web") with
    {
        RestartDependents = restart,
        HandOff = labels ? HandOffMode.Labels : HandOffMode.Ordered,
        Bind = bind,
    });

    private static Gen<Node> Node(string name) => Gen.Select(
        Gen.Enum<NodeState>(), Gen.Enum<Availability>(), OneOf("db", "db=no", "app", "zfs", "orcastra.gate.g=1", "orcastra.gate.g=2").Array[0, 3], Gen.Int[0, 3],
        (state, availability, labels, ready) => Given.Node(name, labels) with { State = ready > 0 ? NodeState.Ready : state, Availability = ready > 1 ? Availability.Active : availability });

    private static Gen<Service> Service(string name) => Gen.Select(
        OneOf(Constraints).Array[0, 2], OneOf(ServiceMode.Replicated, ServiceMode.Replicated, ServiceMode.Global, ServiceMode.ReplicatedJob),
        Gen.ULong[0, 3], Gen.ULong[0, 2], Gen.Bool, Gen.Enum<UpdateState>(), Gen.Enum<RestartCondition>(), Gen.Int[0, 4],
        (constraints, mode, replicas, width, first, update, restart, marks) =>
        {
            var spec = Given.Spec(name, constraints) with { Mode = mode, Replicas = replicas, Update = new(width, first, TimeSpan.FromSeconds(5)) };
            spec = spec with { Restart = spec.Restart with { Condition = marks > 2 ? RestartCondition.Any : restart }, StopGrace = TimeSpan.FromSeconds(marks == 1 ? 70 : 10) };
            spec = marks == 2 ? spec.Labelled(Trace.Mark, "g") : marks == 1 && name == "mq" ? spec.Labelled("orcastra.anchor", "db") : spec;
            return Given.Service(spec) with { UpdateState = marks > 1 ? UpdateState.None : update };
        });

    private static Gen<SwarmTask> Task(Service[] services) => Gen.Select(
        Gen.Int[0, 3], Gen.Int[1, 3], OneOf("", "a", "b", "c", "a", "b"), Gen.Enum<TaskState>(), Gen.Enum<TaskState>(), Gen.Int[0, 3],
        (service, slot, node, state, desired, kind) =>
        {
            var task = Given.Task($"{Names[service]}.{slot}.{node}.{kind}", services[service], slot, node, kind > 0 ? TaskState.Running : state, kind > 1 ? TaskState.Running : desired);
            return node.Length == 0 ? task with { State = TaskState.Pending } : task;
        });

    private static Drain Drain(DrainState state, bool isForced, bool isCordoned) => new("id-a", Given.Noon, isForced, Availability.Active, 2, 2, Given.Noon)
    {
        State = state,
        CordonedAt = isCordoned ? Given.Noon : null,
        EndedAt = state == DrainState.UnderWay ? null : Given.Noon,
        IsOver = state == DrainState.Drained,
    };

    private static Gen<Memory> Memories(Service[] services, Node[] nodes) => Gen.Select(
        Gen.Int[0, 7], Gen.Enum<HandOffPurpose>(), Gen.Int[1, 2], Gen.Int[0, 7], OneOf(Hosts).Array[0, 3], Gen.Bool, (which, purpose, epoch, seen, from, adopted) =>
        {
            var memory = Memory.Empty with { AnchorLabels = Memory.Empty.AnchorLabels.Add("db") };
            memory = seen > 3 ? memory with { Drains = memory.Drains.SetItem("id-a", Drain((DrainState)(which % 3), adopted, from.Length > 1)) } : memory;
            memory = adopted ? memory with { Adoptions = memory.Adoptions.SetItem(services[0].Id, new(["gone"])) } : memory;
            if (which >= services.Length)
            {
                return memory;
            }

            var times = Enumerable.Range(0, 3).Select(bit => (seen & (1 << bit)) > 0 ? Given.Noon : (DateTimeOffset?)null).ToList();
            var handOff = new HandOff("g", services[which].Id, "db", purpose, epoch, [.. from.Select(host => "id-" + host)], [nodes[0].Id],
                "hash", 1, Given.Noon, times[0], times[1], times[2], epoch > 1 ? "why" : null);
            return memory with { HandOffs = memory.HandOffs.SetItem(handOff.ServiceId, handOff) };
        });
}

/// <summary>All that a plan is made from.</summary>
internal sealed record World(ClusterSnapshot Snapshot, Policy Policy, Memory Memory, DateTimeOffset Now)
{
    public Plan Plan() => ClusterPlanner.Plan(Snapshot, Policy, Memory, Now);

    /// <summary>What a failed property prints.</summary>
    public override string ToString() => string.Join('\n', [
        .. Snapshot.Nodes.Values.Select(node => $"{node.Hostname} {node.State} {node.Availability} {string.Join(' ', node.Labels)}"),
        .. Snapshot.Services.Values.Select(service => $"{service.Name} {service.Spec.Mode} {service.UpdateState} {string.Join(" & ", service.Spec.Constraints)} {string.Join(' ', service.Spec.Labels)}"),
        .. Snapshot.Tasks.Select(task => $"{task.Id} {task.State}/{task.DesiredState}"),
        .. Memory.HandOffs.Values.Select(handOff => handOff.ToString()),
        .. Memory.Drains.Values.Select(drain => drain.ToString())]);
}
