using System.Collections.Immutable;
using Orcastra.Docker;

namespace Orcastra.Simulating;

/// <summary>Plays a scenario in its world, in the world's own time.</summary>
/// <param name="world">Where.</param>
internal sealed class Play(World world)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    private readonly List<Judged> _judged = [];
    private readonly List<string> _failures = [];

    /// <summary>Plays a world's scenario to its end, as fast as the machine can.</summary>
    public static Verdict Through(World world)
    {
        Verdict? verdict = null;
        WithoutContext.Do(() => verdict = world.Timeline.Run(new Play(world).Begin(), Longest));
        return verdict!;
    }

    /// <summary>Begins; goes on as the world's time does.</summary>
    /// <returns>What came of it.</returns>
    public Task<Verdict> Begin()
    {
        Task<Verdict>? play = null;
        WithoutContext.Do(() => play = RunAsync());
        return play!;
    }

    private async Task<Verdict> RunAsync()
    {
        try
        {
            await new Deployment(world).SetStageAsync();
            world.Begin();
            _ = world.Lookout.RunAsync();
            StartInstances();
            foreach (var step in world.Scenario.Steps)
            {
                await DoAsync(step);
            }

            await JudgeAllAsync();
        }
        catch (ScenarioException fault)
        {
            Fail(fault.Message);
        }

        foreach (var instance in world.Instances.All.Where(instance => instance.Fault is not null))
        {
            Fail($"the Orcastra on {instance.Node.Name} broke: {instance.Fault}");
        }

        foreach (var violation in world.Swarm.Violations)
        {
            Fail(violation);
        }

        return new([.. _judged], [.. world.Overlaps.Found], [.. _failures]);
    }

    private void StartInstances()
    {
        foreach (var node in world.Scenario.Instances ?? [world.Swarm.Leader!.Name])
        {
            world.Story.Tell(StoryVoice.Event, $"an Orcastra starts on {node}");
            world.Instances.Start(node);
        }
    }

    private async Task DoAsync(Step step)
    {
        var wait = step.Due.IsAbsolute ? step.Due.Time - world.Clock : step.Due.Time;
        if (wait > TimeSpan.Zero)
        {
            await Sleep.ForAsync(wait, world.Time, CancellationToken.None);
        }

        if (step.Deed is Expect expect)
        {
            await JudgeAsync([expect.What]);
            return;
        }

        if (step.Deed.Words(world) is { Length: > 0 } words)
        {
            world.Story.Tell(StoryVoice.Event, words);
        }

        await step.Deed.DoAsync(world);
    }

    private Task JudgeAllAsync() => JudgeAsync(world.Scenario.Expectations);

    // All of them have to hold at once in the end, each having come true in its time.
    private async Task JudgeAsync(ImmutableArray<Expectation> expectations)
    {
        var began = world.Clock;
        var longest = expectations.Select(one => one.Within).DefaultIfEmpty().Max();
        var held = new TimeSpan?[expectations.Length];
        while (true)
        {
            var reasons = new string?[expectations.Length];
            for (var index = 0; index < expectations.Length; index++)
            {
                reasons[index] = await WhyNotAsync(expectations[index]);
                var waited = world.Clock - began;
                held[index] ??= reasons[index] is null && waited <= expectations[index].Within ? waited : null;
            }

            if (Array.TrueForAll(reasons, reason => reason is null) || world.Clock - began >= longest)
            {
                for (var index = 0; index < expectations.Length; index++)
                {
                    Judge(expectations[index], held[index], reasons[index]);
                }

                return;
            }

            await Sleep.ForAsync(Glance, world.Time, CancellationToken.None);
        }
    }

    private async Task<string?> WhyNotAsync(Expectation expectation)
    {
        try
        {
            return await expectation.WhyNotAsync(world);
        }
        catch (ScenarioException fault)
        {
            return fault.Message;
        }
    }

    private void Judge(Expectation expectation, TimeSpan? held, string? reason)
    {
        var judged = (held, reason) switch
        {
            ({ } after, null) => new Judged(expectation, after, ""),
            (null, null) => new Judged(expectation, null, $"it came true, but later than {expectation.Within.TotalSeconds:0.#} s"),
            ({ } after, _) => new Judged(expectation, null, $"it held after {after.TotalSeconds:0.0} s, and then: {reason}"),
            _ => new Judged(expectation, null, reason),
        };
        _judged.Add(judged);
        var text = judged.After is { } time ? $"{expectation.Words} (after {time.TotalSeconds:0.0} s)" : $"{expectation.Words}: not within {expectation.Within.TotalSeconds:0.#} s: {judged.Instead}";
        world.Story.Tell(judged.After is null ? StoryVoice.Broken : StoryVoice.Kept, text);
    }

    private void Fail(string failure)
    {
        _failures.Add(failure);
        world.Story.Tell(StoryVoice.Broken, failure);
    }
}
