namespace Orcastra.Simulating;

/// <summary>Plays scenarios in simulated time: as fast as the machine can.</summary>
internal static class Simulation
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    /// <summary>Plays the world's scenario to its end.</summary>
    public static Verdict Run(World world)
    {
        Verdict? verdict = null;
        WithoutContext.Do(() => verdict = world.Timeline.Run(new Play(world).Begin(), Longest));
        return verdict!;
    }
}
