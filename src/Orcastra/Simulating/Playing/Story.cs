namespace Orcastra.Simulating;

/// <summary>Who speaks.</summary>
internal enum StoryVoice
{
    /// <summary>Who tells the story.</summary>
    Teller,

    /// <summary>What somebody did, or what went wrong.</summary>
    Event,

    /// <summary>What the Swarm made of it.</summary>
    Swarm,

    /// <summary>What Orcastra did, and why.</summary>
    Orcastra,

    /// <summary>What Orcastra warns of.</summary>
    Warning,

    /// <summary>What came of an expectation.</summary>
    Kept,

    /// <summary>What was expected and did not happen.</summary>
    Broken,
}

/// <summary>A line of a story.</summary>
/// <param name="At">Since its beginning.</param>
/// <param name="Voice">Who speaks.</param>
/// <param name="Text">What is said.</param>
/// <param name="IsDetail">True for what only a search for a fault needs.</param>
internal sealed record StoryLine(TimeSpan At, StoryVoice Voice, string Text, bool IsDetail);

/// <summary>What is told of a simulation, in order.</summary>
/// <param name="clock">How long ago it began.</param>
internal sealed class Story(Func<TimeSpan> clock)
{
    /// <summary>Each line as it is told.</summary>
    public event Action<StoryLine>? Told;

    /// <summary>False while the stage is set, of which nobody wants to hear.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Tells something.</summary>
    public void Tell(StoryVoice voice, string text, bool isDetail = false)
    {
        if (IsOpen)
        {
            Told?.Invoke(new(clock(), voice, text, isDetail));
        }
    }
}
