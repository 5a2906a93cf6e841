namespace Orcastra.Tests.Scenarios;

/// <summary>A journey, again and again: each time another one of its writes is the last one, and nobody is in charge for a while.</summary>
internal static class EachWrite
{
    private const int Patience = 300;

    /// <summary>Plays it for each of the first writes, once with that write reaching the Swarm and once without; each must settle.</summary>
    /// <param name="writes">How many of them.</param>
    /// <param name="begin">Begins the journey.</param>
    /// <param name="act">What is wanted then.</param>
    /// <param name="check">What must be so in the end.</param>
    public static void IsTheLast(int writes, Func<Journey> begin, Action<Journey> act, Action<Journey> check)
    {
        for (var dies = 0; dies < writes; dies++)
        {
            foreach (var reached in new[] { true, false })
            {
                var journey = begin();
                var last = journey.Writes + dies;
                journey.Reaches = write => write < last || (write == last && reached);
                act(journey);
                for (var tick = 0; tick < Patience && journey.Writes <= last; tick++)
                {
                    journey.Pass(0.1);
                }

                journey.IsAlive = false;
                journey.Pass(7);
                journey.Reaches = _ => true;
                journey.IsAlive = true;
                journey.Settles();
                check(journey);
            }
        }
    }
}
