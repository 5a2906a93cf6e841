using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.RollingBack;

/// <summary>
/// Sees to it that no write of ours takes from an owner what a service could be rolled back to: what is about to be replaced is
/// noted here, and kept by whoever carries the plan out, before the write. What belongs to a service that is gone goes, too.
/// </summary>
public static class KeepingPlanner
{
    /// <summary>Plans it, after everything else is planned.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        foreach (var service in draft.Actions.Select(Written).OfType<Service>().ToList())
        {
            Note(context, draft, new(draft.Memory, groups), service);
        }

        if (context.Policy.MayBegin)
        {
            foreach (var id in draft.Memory.Kept.Keys.Where(id => !context.Snapshot.Services.ContainsKey(id)))
            {
                draft.Add(new RemoveKeptSpec(Runner.LabelSync, "its service is gone, and with it what it could be rolled back to", id));
            }
        }
    }

    // The engine's own rollback keeps what it takes away: it can be rolled back itself.
    private static Service? Written(PlannedAction action) =>
        action.Match(_ => null, _ => null, step => step.Service, restart => (Service?)restart.Service, _ => null, _ => null, _ => null, _ => null);

    private static void Note(PlanningContext context, PlanDraft draft, OwnersPrevious owners, Service service)
    {
        if (owners.Of(service) is { } previous)
        {
            var hash = previous.Size > OwnersPrevious.MostBytes ? "" : previous.UserHash;
            Remember(draft, service, new(hash, service.Spec.UserHash, context.Now));
        }
        else if (owners.Kept(service) is { } kept)
        {
            Remember(draft, service, kept with { Precedes = service.Spec.UserHash }); // bound since
        }
    }

    private static void Remember(PlanDraft draft, Service service, KeptSpec kept)
    {
        if (draft.Memory.Kept.GetValueOrDefault(service.Id) is not { } known || (known.UserHash, known.Precedes) != (kept.UserHash, kept.Precedes))
        {
            draft.Memory = draft.Memory with { Kept = draft.Memory.Kept.SetItem(service.Id, kept) };
        }
    }
}
