using Orcastra.Core.Planning;
using Orcastra.Core.Relocating;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>move_service</c>: a group moves whole. What others follow is moved, whichever of them is named, and the command has ended
/// once they have followed.
/// </summary>
internal static class OfRelocations
{
    private const string Unpinned = "nothing holds it there: where Swarm has to start it anew it may choose another node";

    public static void Begin(CommandStep step)
    {
        var (service, node) = (step.Service, step.NodeNamed(step.Command.Target));
        if (service is null || node is null)
        {
            var unknown = new[] { service is null ? step.NoService : null, node is null ? step.NoNode(step.Command.Target) : null };
            step.End(CommandOutcome.Refused, string.Join("; ", unknown.OfType<string>()));
        }
        else if (step.Draft.Memory.IsPaused(Runner.Dependents))
        {
            step.End(CommandOutcome.Refused, "dependents are paused: resume first");
        }
        else
        {
            Begin(step, Convoy.Of(step.Groups, service), node);
        }
    }

    private static void Begin(CommandStep step, Convoy convoy, Node node)
    {
        var rule = new RelocationRule(step.Context, step.Draft.Memory, convoy, node);
        if (Busy(step, convoy) is { } wait)
        {
            step.WaitToBegin(wait);
        }
        else if (RelocationPlanner.IsThere(step.Context.Snapshot, convoy.Head, node) && convoy.Followers.All(follower => rule.IsThere(follower.Service)))
        {
            step.End(CommandOutcome.Done, $"{Names(step, convoy)} on {node.Hostname} already; {Unpinned}");
        }
        else if (rule.Reasons() is { IsEmpty: false } reasons)
        {
            step.End(CommandOutcome.Refused, $"{convoy.Head.Name} is not moved to {node.Hostname}: {string.Join("; ", reasons)}");
        }
        else
        {
            step.Begin(Relocation.Prior(convoy.Head, node), $"{convoy.Head.Name} is about to leave for {node.Hostname}");
        }
    }

    public static void Conclude(CommandStep step)
    {
        var wish = Relocation.Of(step.Id, step.Record);
        if (step.Draft.Memory.HandOffs.GetValueOrDefault(wish.ServiceId) is { } handOff)
        {
            OnItsWay(step, handOff);
        }
        else if (step.Record.Outcome.Length > 0)
        {
            step.End(step.Record.Outcome, step.Record.Says + Where(step, wish.ServiceId));
        }
        else if (!step.Context.Snapshot.Services.TryGetValue(wish.ServiceId, out var service))
        {
            step.End(CommandOutcome.Failed, "the service was removed meanwhile");
        }
        else if (!step.Context.Snapshot.Nodes.TryGetValue(wish.NodeId, out var node))
        {
            step.End(CommandOutcome.Failed, "the node was removed meanwhile");
        }
        else if (step.Draft.Memory.IsPaused(Runner.Dependents))
        {
            step.End(CommandOutcome.Failed, $"dependents were paused meanwhile{Where(step, service.Id)}");
        }
        else
        {
            Await(step, Convoy.Of(step.Groups, service), node);
        }
    }

    // A gate that is shut is opened again, here or where it came from: its hand-off sees to that, and says how it went.
    private static void OnItsWay(CommandStep step, HandOff handOff)
    {
        if (step.Record.Outcome.Length > 0)
        {
            return; // it comes back, and what is said says why
        }

        var name = step.Context.Snapshot.Services.GetValueOrDefault(handOff.ServiceId)?.Name ?? handOff.ServiceId;
        var what = handOff.Purpose == HandOffPurpose.Relocate ? $"{name} is on its way" : $"it waits for a hand-off of {name} that is under way";
        step.Wait(step.Waits(name) is { Length: > 0 } waits ? $"{what}: {waits}" : what);
        if (handOff.GatedAt is null && !step.Draft.Actions.OfType<HandOffStep>().Any(write => write.Service.Id == handOff.ServiceId))
        {
            step.EndIfOverdue();
        }
    }

    private static void Await(CommandStep step, Convoy convoy, Node node)
    {
        if (!RelocationPlanner.IsThere(step.Context.Snapshot, convoy.Head, node))
        {
            step.Wait(step.Waits(convoy.Head.Name) is { Length: > 0 } waits ? $"{convoy.Head.Name} {waits}" : $"{convoy.Head.Name} is about to leave for {node.Hostname}");
        }
        else if (convoy.Followers.FirstOrDefault(follower => IsStarting(step.Context.Snapshot, follower.Service)) is { } starting)
        {
            step.Wait($"{convoy.Head.Name} runs on {node.Hostname}, {starting.Service.Name} does not run yet");
        }
        else
        {
            Following.Await(step, [.. convoy.Followers.Select(follower => (follower.Group, follower.Dependent))], $"{Names(step, convoy)} on {node.Hostname}; {Unpinned}");
        }

        step.EndIfOverdue();
    }

    private static bool IsStarting(ClusterSnapshot snapshot, Service service) =>
        snapshot.TasksOf(service.Id).Any(task => task is { IsWanted: true, HasEnded: false } && !snapshot.HasPlace(task));

    private static string? Busy(CommandStep step, Convoy convoy) =>
        Relocation.UnderWay(step.Draft.Memory).Any(wish => wish.ServiceId == convoy.Head.Id) ? $"it waits for another command, which moves {convoy.Head.Name}"
        : RelocationPlanner.IsAnyUnheardOf(step.Context.Snapshot) ? "the managers have not heard of all nodes since their leader changed"
        : convoy.Head.IsPaused && !step.Draft.Memory.HandOffs.ContainsKey(convoy.Head.Id) ? null
        : step.NotNow(convoy.Head);

    private static string Names(CommandStep step, Convoy convoy)
    {
        var followers = convoy.Followers.Select(follower => follower.Service).Where(service => !step.Context.Snapshot.PlacesOf(service.Id).IsEmpty).Select(service => service.Name).ToList();
        return followers.Count == 0 ? $"{convoy.Head.Name} runs" : $"{convoy.Head.Name} and what follows it ({string.Join(", ", followers)}) run";
    }

    private static string Where(CommandStep step, string serviceId) => step.Context.Snapshot.Services.TryGetValue(serviceId, out var service)
        ? step.Context.Snapshot.PlacesOf(serviceId) is { IsEmpty: false } places ? $"; {service.Name} runs on {step.Context.Snapshot.NamesOf(places)}" : $"; {service.Name} runs nowhere"
        : "";
}
