namespace Orcastra.Simulator;

/// <summary>Brings the slots of a replicated service to their number, and hands what is outdated to the updater.</summary>
internal static class Slots
{
    public static void Reconcile(Term term, ServiceRecord service)
    {
        var (running, dead) = Split(term, service);
        var wanted = service.Spec.Replicas;
        if (running.Count < wanted)
        {
            term.Updates.Update(service, [.. running.Values]);
            term.Store.Commit(commit =>
            {
                foreach (var slot in Missing(running, wanted))
                {
                    dead.Remove(slot);
                    commit.Add(TaskMaking.New(term, service, slot, "", TaskState.Running));
                }

                Bury(commit, dead);
            });
            return;
        }

        var kept = running.Values.ToList();
        if (running.Count > wanted)
        {
            kept = InOrderOfKeeping(kept);
            term.Updates.Update(service, kept[..wanted]);
        }

        term.Store.Commit(commit =>
        {
            Bury(commit, dead);
            foreach (var task in kept.Skip(wanted).SelectMany(slot => slot).Where(task => task.Desired < TaskState.Remove))
            {
                commit.Desire(task, TaskState.Remove);
            }
        });
        if (running.Count == wanted)
        {
            term.Updates.Update(service, kept);
        }
    }

    private static (SortedDictionary<int, IReadOnlyList<TaskRecord>> Running, SortedDictionary<int, IReadOnlyList<TaskRecord>> Dead) Split(
        Term term, ServiceRecord service)
    {
        var running = new SortedDictionary<int, IReadOnlyList<TaskRecord>>();
        var dead = new SortedDictionary<int, IReadOnlyList<TaskRecord>>();
        foreach (var slot in term.Store.TasksOf(service.Id).GroupBy(task => task.Slot))
        {
            var all = slot.ToList();
            var updatable = term.Restarts.Updatable(all, service);
            if (updatable.Count > 0)
            {
                running[slot.Key] = updatable;
            }
            else
            {
                dead[slot.Key] = all;
            }
        }

        return (running, dead);
    }

    private static IEnumerable<int> Missing(SortedDictionary<int, IReadOnlyList<TaskRecord>> running, int wanted)
    {
        var missing = wanted - running.Count;
        for (var slot = 1; missing > 0; slot++)
        {
            if (!running.ContainsKey(slot))
            {
                missing--;
                yield return slot;
            }
        }
    }

    private static void Bury(Commit commit, SortedDictionary<int, IReadOnlyList<TaskRecord>> dead)
    {
        foreach (var task in dead.Values.SelectMany(slot => slot))
        {
            commit.Remove(task);
        }
    }

    // What runs is kept before what does not; of what runs, the first of the service on each node before the second.
    private static List<IReadOnlyList<TaskRecord>> InOrderOfKeeping(List<IReadOnlyList<TaskRecord>> slots)
    {
        var onNode = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. slots
            .OrderBy(slot => slot.Any(task => task.State == TaskState.Running) ? 0 : 1)
            .ThenBy(slot => slot[0].Slot)
            .Select(slot => (Slot: slot, Nth: Nth(slot)))
            .ToList()
            .OrderBy(pair => pair.Nth)
            .Select(pair => pair.Slot)];

        int Nth(IReadOnlyList<TaskRecord> slot) => slot is [{ NodeId.Length: > 0 } only]
            ? onNode[only.NodeId] = onNode.GetValueOrDefault(only.NodeId) + 1
            : int.MaxValue;
    }
}
