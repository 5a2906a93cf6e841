namespace Orcastra.Simulator;

/// <summary>Something that will happen, unless it is called off.</summary>
public sealed class Appointment
{
    private readonly Timeline _timeline;
    private Action? _action;

    internal Appointment(Timeline timeline, Action action) => (_timeline, _action) = (timeline, action);

    /// <summary>True while it has neither happened nor been called off.</summary>
    public bool IsToCome => _action is not null;

    internal bool IsCancelled { get; private set; }

    /// <summary>Calls it off; too late, it does nothing.</summary>
    public void Cancel()
    {
        if (_action is not null)
        {
            _action = null;
            IsCancelled = true;
            _timeline.NoteCancelled();
        }
    }

    internal void Happen()
    {
        var action = _action;
        _action = null;
        action?.Invoke();
    }
}
