namespace Orcastra.Simulator;

/// <summary>
/// One leader's time in office: everything that only the leader runs. What it had in mind ends with it; the next leader starts
/// from what is in the store.
/// </summary>
internal sealed class Term
{
    private readonly Timeline _timeline;

    public Term(Store store, Timeline timeline, Dice dice, Grid grid)
    {
        (Store, _timeline, Dice, Grid) = (store, timeline, dice, grid);
        Scheduler = new(this);
        Delays = new(this);
        Restarts = new(this);
        Updates = new(this);
        Allocator = new(this);
        Replicated = new(this);
        Global = new(this);
        Jobs = new(this);
        Enforcer = new(this);
        Reaper = new(this);
        Dispatcher = new(this);
        Roles = new(this);
    }

    public Store Store { get; }

    public Dice Dice { get; }

    public Grid Grid { get; }

    public Scheduler Scheduler { get; }

    public DelayedStarts Delays { get; }

    public RestartSupervisor Restarts { get; }

    public UpdateSupervisor Updates { get; }

    public Allocator Allocator { get; }

    public ReplicatedOrchestrator Replicated { get; }

    public GlobalOrchestrator Global { get; }

    public JobOrchestrator Jobs { get; }

    public ConstraintEnforcer Enforcer { get; }

    public TaskReaper Reaper { get; }

    public Dispatcher Dispatcher { get; }

    public RoleKeeper Roles { get; }

    public DateTimeOffset Now => _timeline.Now;

    /// <summary>True once another leads, or nobody does.</summary>
    public bool IsOver { get; private set; }

    public void Begin()
    {
        Dispatcher.Begin();
        Allocator.Begin();
        Scheduler.Begin();
        Enforcer.Begin();
        Replicated.Begin();
        Global.Begin();
        Jobs.Begin();
        Reaper.Begin();
        Roles.Begin();
    }

    public void End() => IsOver = true;

    public void OnCommit(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            Allocator.OnChange(change);
            Scheduler.OnChange(change);
            Delays.OnChange(change);
            Updates.OnChange(change);
            Replicated.OnChange(change);
            Global.OnChange(change);
            Jobs.OnChange(change);
            Enforcer.OnChange(change);
            Reaper.OnChange(change);
            Dispatcher.OnChange(change);
            Roles.OnChange(change);
        }

        Scheduler.Arm();
    }

    /// <summary>Does something later, unless this term is over by then.</summary>
    public Appointment After(TimeSpan delay, Action action) => _timeline.After(delay, () =>
    {
        if (!IsOver)
        {
            action();
        }
    });
}
