namespace Orcastra.Simulator;

/// <summary>Takes away all tasks of a service that is no more: the agents stop them, then the reaper deletes them.</summary>
internal static class Removal
{
    public static void Of(Term term, ServiceRecord service) => term.Store.Commit(commit =>
    {
        foreach (var task in term.Store.TasksOf(service.Id).Where(task => task.Desired < TaskState.Remove))
        {
            commit.Desire(task, TaskState.Remove);
        }
    });
}

/// <summary>What a new leader does about delays that the one before had in mind.</summary>
internal static class Inheritance
{
    public static void Resume(Term term, TaskRecord task)
    {
        if (task.Desired == TaskState.Ready && task.State <= TaskState.Complete)
        {
            var left = task.StatusAt + task.Spec.Task.Restart.Delay - term.Now;
            term.Delays.Begin(task, null, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }
}
