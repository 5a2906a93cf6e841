using Orcastra.Cli;
using Orcastra.Logging;

namespace Orcastra.Simulating;

/// <summary>Plays a scenario at a pace that people can follow, on a terminal or into a pipe, until it ends or they have enough.</summary>
/// <param name="surroundings">What is around it.</param>
/// <param name="wishes">How it is wanted.</param>
internal sealed class DemoRun(Surroundings surroundings, DemoWishes wishes)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stage = TimeSpan.FromMinutes(10);

    // The stage takes half a minute to set, so that the story begins about now.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(40);

    private const string Next = """

        Next:  orcastra demo --keep           look around in it with docker and orcastra status
               orcastra demo --scenario FILE  a story of your own (docs/scenarios.md)
               orcastra adopt                 what belongs together in your own Swarm

        """;

    private readonly bool _hasColour = LogSettings.WantsColour(surroundings.IsTerminal, surroundings.Variables.GetValueOrDefault("NO_COLOR"));

    /// <summary>Plays it.</summary>
    /// <param name="stop">Somebody has enough.</param>
    /// <returns>What came of it; null if it was stopped before its end.</returns>
    public async Task<Verdict?> RunAsync(CancellationToken stop)
    {
        using var around = wishes.StaysUp ? new LookAround(wishes.Scenario) : null;
        using var world = new World(wishes.Scenario, surroundings.Time.GetUtcNow() - Before);
        var text = new StoryText(surroundings.Out, _hasColour, isVerbose: false);
        var view = surroundings.IsTerminal ? new LiveView(world, _hasColour) : null;
        if (view is null)
        {
            text.Title(wishes.Scenario, "demo");
            Tell(around);
            world.Story.Told += text.Tell;
        }

        var play = new Play(world).Begin();
        WithoutContext.Do(() => world.Timeline.RunUntil(() => world.Story.IsOpen || play.IsCompleted, Stage));
        var ending = view is null ? EndAsync(world, play, text) : Task.CompletedTask;
        await using (var time = await DemoTime.StartAsync(world, surroundings.Time, wishes.Speed, around?.Folder))
        {
            using var screen = view is null ? null : new TerminalScreen(surroundings.Out);
            await PlayAsync(world, play, time, frame: () => Draw(view, screen, around), stop);
        }

        if (!play.IsCompleted)
        {
            return null;
        }

        await ending;
        var verdict = await play;
        if (view is not null)
        {
            Recall(verdict);
            text.Ending(verdict);
            surroundings.Out.Write(Next);
        }

        return verdict;
    }

    private async Task PlayAsync(World world, Task<Verdict> play, DemoTime time, Action frame, CancellationToken stop)
    {
        var left = LastLook;
        try
        {
            while (!stop.IsCancellationRequested && (wishes.StaysUp || left > TimeSpan.Zero))
            {
                time.Look(() =>
                {
                    frame();
                    return true;
                });
                if (play.IsCompleted)
                {
                    left = surroundings.IsTerminal ? left - Frame : TimeSpan.Zero;
                }

                await Task.Delay(Frame, surroundings.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // they have enough
        }

        time.Look(() =>
        {
            world.Story.IsOpen = false;
            return true;
        });
    }

    private void Draw(LiveView? view, TerminalScreen? screen, LookAround? around)
    {
        if (view is null || screen is null)
        {
            return;
        }

        var size = surroundings.Size();
        var lines = view.Draw(around is null ? size : (size.Columns, size.Rows - around.Hints.Length));
        screen.Draw(around is null ? lines : [.. lines, .. around.Hints.Select(hint => new Pen(size.Columns, _hasColour).Write($" {hint}", Paint.Cyan).ToString())], size);
    }

    // What Orcastra still does after the end of the story is no part of it.
    private static async Task EndAsync(World world, Task<Verdict> play, StoryText text)
    {
        var verdict = await play;
        world.Story.IsOpen = false;
        text.Ending(verdict);
    }

    // The screen is gone with all that stood on it.
    private void Recall(Verdict verdict)
    {
        surroundings.Out.WriteLine($"{wishes.Scenario.Name}\n");
        foreach (var judged in verdict.Judged)
        {
            var sign = judged.After is null ? "✗" : "✓";
            surroundings.Out.WriteLine($"  {sign} {judged.Expectation.Words}{(judged.After is null ? $": {judged.Instead}" : "")}");
        }
    }

    private void Tell(LookAround? around)
    {
        foreach (var hint in around?.Hints ?? [])
        {
            surroundings.Out.WriteLine($"  {hint}");
        }
    }
}
