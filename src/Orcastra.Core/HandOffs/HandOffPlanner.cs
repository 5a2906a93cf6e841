using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// Brings dependents to their anchor through a gate: one write holds the new task back until the old one has ended, a
/// node label lets it in where the anchor is, a last write takes the gate away. Old and new are never up together.
/// </summary>
public static class HandOffPlanner
{
    /// <summary>Carries on what is under way, then begins what may begin.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        draft.Memory = Dwelling.Forget(context, draft.Memory);
        if (!draft.Memory.HandOffs.IsEmpty)
        {
            Advance(context, draft, groups);
        }

        if (context.Policy.MayBegin && !draft.Memory.IsPaused(Runner.Dependents))
        {
            foreach (var group in groups)
            {
                draft.Memory = Dwelling.Adopt(context, draft.Memory, group);
                BeginGroup(context, draft, group);
            }
        }
    }

    /// <summary>An ID that no other hand-off has: the service's version rises with every write.</summary>
    private static string IdFor(Service service) =>
        string.Create(CultureInfo.InvariantCulture, $"{service.Id[..Math.Min(8, service.Id.Length)].ToLowerInvariant()}-{service.Version}");

    // Each with the group that its service belongs to now; none if it follows nobody any more, or goes by itself.
    private static void Advance(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        var groupOf = groups
            .SelectMany(group => group.Dependents, (group, dependent) => (dependent.Service.Id, Group: group))
            .DistinctBy(member => member.Id)
            .ToDictionary(member => member.Id, member => member.Group, StringComparer.Ordinal);
        foreach (var handOff in draft.Memory.HandOffs.Values)
        {
            var group = handOff.GoesByItself ? null : groupOf.GetValueOrDefault(handOff.ServiceId);
            GatePlanner.Advance(context, draft, handOff, group);
        }
    }

    private static void BeginGroup(PlanningContext context, PlanDraft draft, Group group)
    {
        foreach (var dependent in group.Dependents)
        {
            var misplaced = Rightful.Misplaced(context.Snapshot, group, dependent.Service);
            if (draft.Memory.HandOffs.ContainsKey(dependent.Service.Id))
            {
                continue;
            }

            if (misplaced.IsEmpty)
            {
                Binding.Settle(context, draft, group, dependent);
                continue;
            }

            if (BeginRule.Lasting(context, draft, group, dependent, misplaced) is { } objection)
            {
                draft.Refuse(Runner.LabelSync, dependent.Service.Name, objection);
            }
            else if (BeginRule.ForNow(context, draft, group, dependent, misplaced) is { } wait)
            {
                draft.Wait(Runner.LabelSync, dependent.Service.Name, wait);
            }
            else
            {
                Begin(context, draft, group, dependent, misplaced);
            }
        }
    }

    private static void Begin(PlanningContext context, PlanDraft draft, Group group, Dependent dependent, ImmutableArray<SwarmTask> misplaced)
    {
        var service = dependent.Service;
        ImmutableArray<string> from = [.. misplaced.Select(task => task.NodeId).Order(StringComparer.Ordinal)];
        var handOff = New(context, service, group.Name, HandOffPurpose.Move, from, Rightful.Targets(context, draft.Memory, group, service));
        draft.Memory = Dwelling.Note(context, draft.Memory, group);
        Begin(context, draft, handOff, group);
    }

    /// <summary>A hand-off of which nothing has happened yet.</summary>
    internal static HandOff New(
        PlanningContext context, Service service, string anchor, HandOffPurpose purpose, ImmutableArray<string> from, ImmutableArray<string> targets) => new(
        IdFor(service),
        service.Id,
        anchor,
        purpose,
        Epoch: 1,
        from,
        targets,
        service.Spec.UserHash,
        service.Spec.ForceUpdate,
        BegunAt: context.Now,
        GatedAt: null,
        OpenedAt: null,
        RunningSince: null,
        Undo: null);

    /// <summary>Records a hand-off and plans its first step.</summary>
    internal static void Begin(PlanningContext context, PlanDraft draft, HandOff handOff, Group? group)
    {
        draft.Memory = draft.Memory with { HandOffs = draft.Memory.HandOffs.SetItem(handOff.ServiceId, handOff) };
        GatePlanner.Advance(context, draft, handOff, group);
    }
}
