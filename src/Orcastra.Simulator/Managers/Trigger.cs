namespace Orcastra.Simulator;

/// <summary>Pulled any number of times, goes off once, a little later.</summary>
internal sealed class Trigger(Term term, TimeSpan delay, Action action)
{
    private bool _isPulled;

    public void Pull()
    {
        if (!_isPulled)
        {
            _isPulled = true;
            term.After(delay, GoOff);
        }
    }

    private void GoOff()
    {
        _isPulled = false;
        action();
    }
}
