namespace Orcastra.Simulator;

/// <summary>What an update writes into its service about itself. A status that somebody cleared meanwhile stays cleared.</summary>
internal static class UpdateOutcome
{
    public static void Start(Term term, ServiceRecord service) => Write(term, service, commit =>
    {
        if (service.Update is null)
        {
            commit.Touch(service);
            service.Update = new(UpdateStatus.Updating, commit.Now, null, "update in progress");
        }
    });

    public static void Complete(Term term, ServiceRecord service) => Write(term, service, commit =>
    {
        if (service.Update is { } status)
        {
            commit.Touch(service);
            service.Update = service.IsRollingBack
                ? status with { State = UpdateStatus.RollbackCompleted, Message = "rollback completed", CompletedAt = commit.Now }
                : status with { State = UpdateStatus.Completed, Message = "update completed", CompletedAt = commit.Now };
        }
    });

    public static void Fail(Term term, ServiceRecord service, FailureAction action, bool isRollback, string taskId)
    {
        if (action == FailureAction.Rollback && !isRollback)
        {
            RollBack(term, service, $"update rolled back due to failure or early termination of task {taskId}");
        }
        else
        {
            Pause(term, service, $"{(isRollback ? "rollback" : "update")} paused due to failure or early termination of task {taskId}");
        }
    }

    private static void Pause(Term term, ServiceRecord service, string message) => Write(term, service, commit =>
    {
        if (service.Update is { } status)
        {
            commit.Touch(service);
            service.Update = status with { State = service.IsRollingBack ? UpdateStatus.RollbackPaused : UpdateStatus.Paused, Message = message };
        }
    });

    private static void RollBack(Term term, ServiceRecord service, string message) => Write(term, service, commit =>
    {
        if (service is { Update: { } status, Previous: { } previous })
        {
            commit.Touch(service);
            service.Update = status with { State = UpdateStatus.RollbackStarted, Message = message };
            (service.Spec, service.SpecVersion) = (previous, service.PreviousSpecVersion);
            (service.Previous, service.PreviousSpecVersion) = (null, 0);
        }
    });

    private static void Write(Term term, ServiceRecord service, Action<Commit> work)
    {
        if (term.Store.Services.ContainsKey(service.Id))
        {
            term.Store.Commit(work);
        }
    }
}
