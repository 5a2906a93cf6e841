namespace Orcastra.Simulating;

/// <summary>How a demo is wanted.</summary>
/// <param name="Scenario">What it shows.</param>
/// <param name="Speed">How many times as fast as real time.</param>
/// <param name="StaysUp">Stay up when the story has ended, with sockets that other programs can talk to.</param>
internal sealed record DemoWishes(Scenario Scenario, double Speed, bool StaysUp);
