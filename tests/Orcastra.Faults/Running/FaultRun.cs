using Orcastra.Simulating;

namespace Orcastra.Faults;

/// <summary>Plays a scenario: the Swarm settles, Orcastra starts, things go wrong, faults stop, and all must be well again.</summary>
internal static class FaultRun
{
    private const long MostStepsASecond = 100_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan OverlapPatience = TimeSpan.FromSeconds(60);

    /// <summary>Plays it, always in the same way.</summary>
    public static Verdict Play(FaultScenario scenario, RunOptions? options = null)
    {
        Verdict? verdict = null;
        WithoutContext.Do(() => verdict = PlayHere(scenario, options ?? new()));
        return verdict!;
    }

    private static Verdict PlayHere(FaultScenario scenario, RunOptions options)
    {
        using var stage = new Stage(scenario, options);
        var began = Begin(stage);
        try
        {
            PlaySteps(stage, began, options);
            if (options.Until is null && stage.Watch.Violations.Count == 0)
            {
                Ending.Play(stage);
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            stage.Watch.Report(new(nameof(NoSurprise), stage.Now, fault.ToString()));
        }

        if (options.AsksWhy)
        {
            AskWhy(stage, began, options);
        }

        return new(scenario, stage.Watch.Violations, stage.Journal.ToString(), stage.Now - began, stage.Watch.Effects, stage.Watch.Overlaps)
        {
            Requests = stage.Swarm.Faults.Requests,
            Events = stage.Timeline.Steps,
            Reboots = stage.Watch.Reboots,
            Moves = stage.Watch.Moves,
            Strays = stage.Timeline.Strays,
        };
    }

    /// <summary>Lets time pass; the laws are told of each step.</summary>
    public static void Pass(Stage stage, DateTimeOffset until)
    {
        var tick = stage.Now + Second;
        while (stage.Now < until)
        {
            var next = tick < until ? tick : until;
            var most = stage.Timeline.Steps + MostStepsASecond;
            while (stage.Timeline.NextDue <= next)
            {
                stage.Timeline.Step();
                stage.Watch.Look();
                if (stage.Timeline.Steps > most)
                {
                    throw new InvalidOperationException($"more than {MostStepsASecond} steps within a second: somebody goes round in circles");
                }
            }

            stage.Timeline.RunUntil(next);
            stage.Watch.Tick();
            tick += Second;
        }
    }

    /// <summary>Lets time pass until something holds; the laws are told of each step.</summary>
    public static void Until(Stage stage, Func<bool> holds, TimeSpan atMost)
    {
        var limit = stage.Now + atMost;
        while (!holds() && stage.Timeline.NextDue <= limit)
        {
            stage.Timeline.Step();
            stage.Watch.Look();
        }
    }

    private static DateTimeOffset Begin(Stage stage)
    {
        stage.Watch.Look(byUser: true);
        foreach (var service in stage.Scenario.Services)
        {
            stage.Swarm.Behaviours[service.Name] = service.Behaviour;
            stage.User.Create(service);
        }

        Pass(stage, stage.Now + Settling);
        stage.Journal.Begin();
        stage.BeganAt = stage.Now;
        stage.Watch.Tick();
        foreach (var number in stage.Scenario.Instances)
        {
            stage.StartInstance(number);
        }

        return stage.Now;
    }

    private static void PlaySteps(Stage stage, DateTimeOffset began, RunOptions options)
    {
        var limit = options.Until is { } until ? began + until : DateTimeOffset.MaxValue;
        foreach (var step in stage.Scenario.Steps)
        {
            var due = began + step.At;
            Pass(stage, due < limit ? due : limit);
            if (due >= limit || stage.Watch.Violations.Count > 0)
            {
                break;
            }

            stage.Journal.Say($"STEP {step}");
            step.Deed.Happen(stage);
            stage.Watch.Look(byUser: true);
        }

        if (options.Until is not null)
        {
            Pass(stage, limit);
        }
    }

    // The same scenario without one of our last writes, and without all that came after it.
    private static void AskWhy(Stage stage, DateTimeOffset began, RunOptions options)
    {
        var asked = new HashSet<int>();
        foreach (var overlap in stage.Watch.Overlaps)
        {
            foreach (var write in overlap.Writes.Where(asked.Add))
            {
                var until = overlap.At - began + OverlapPatience;
                var without = Play(stage.Scenario, options with { MuteFrom = write, Until = until, AsksWhy = false, Records = false, Laws = () => [new Twice(overlap)] });
                if (without.Violations.Count == 0)
                {
                    stage.Watch.Report(new(nameof(NeverTwice), overlap.At, $"{overlap.How}; without write {write} this would not have happened"));
                    return;
                }
            }
        }
    }
}
