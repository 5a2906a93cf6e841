namespace Orcastra.Simulator;

/// <summary>Runs at most one update of each service; a newer spec takes over from an older one without waiting for it.</summary>
internal sealed class UpdateSupervisor(Term term)
{
    private readonly Dictionary<string, RollingUpdate> _running = new(StringComparer.Ordinal);

    public void Update(ServiceRecord service, IReadOnlyList<IReadOnlyList<TaskRecord>> slots)
    {
        if (_running.TryGetValue(service.Id, out var before))
        {
            if (before.Spec.Equals(service.Spec))
            {
                return;
            }

            before.Cancel();
            _running.Remove(service.Id);
        }

        var update = new RollingUpdate(term, service, done => Forget(service.Id, done));
        _running[service.Id] = update;
        update.Begin(slots);
    }

    public void OnChange(Change change)
    {
        if (change.Record is TaskRecord task && change.Kind != ChangeKind.Removed)
        {
            _running.GetValueOrDefault(task.ServiceId)?.OnTask(task);
        }
        else if (change is { Kind: ChangeKind.Removed, Record: ServiceRecord service } && _running.Remove(service.Id, out var update))
        {
            update.Cancel();
        }
    }

    private void Forget(string serviceId, RollingUpdate done)
    {
        if (_running.GetValueOrDefault(serviceId) == done)
        {
            _running.Remove(serviceId);
        }
    }
}
