namespace Orcastra.Simulating;

/// <summary>Something that happens in a scenario.</summary>
internal abstract record Deed
{
    /// <summary>What happens, in words; empty if it is not worth telling.</summary>
    /// <param name="world">Where.</param>
    public abstract string Words(World world);

    /// <summary>Lets it happen.</summary>
    /// <exception cref="ScenarioException">It cannot happen.</exception>
    public abstract Task DoAsync(World world);
}

/// <summary>Something is told.</summary>
internal sealed record Say(string Text) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => "";

    /// <inheritdoc/>
    public override Task DoAsync(World world)
    {
        world.Story.Tell(StoryVoice.Teller, Text);
        return Task.CompletedTask;
    }
}

/// <summary>Something must come true before it goes on.</summary>
internal sealed record Expect(Expectation What) : Deed
{
    /// <inheritdoc/>
    public override string Words(World world) => "";

    /// <inheritdoc/>
    public override Task DoAsync(World world) => Task.CompletedTask;
}
