using System.Globalization;

namespace Orcastra.Simulating;

/// <summary>Tells a story in plain lines, with colours on a terminal.</summary>
/// <param name="output">Where to.</param>
/// <param name="hasColour">True for colours.</param>
/// <param name="isVerbose">True to tell details, too.</param>
internal sealed class StoryText(TextWriter output, bool hasColour, bool isVerbose)
{
    /// <summary>A voice's name in the margin.</summary>
    public static string NameOf(StoryVoice voice) => voice switch
    {
        StoryVoice.Event => "event",
        StoryVoice.Swarm => "swarm",
        StoryVoice.Orcastra or StoryVoice.Warning => "orcastra",
        StoryVoice.Kept => "holds",
        StoryVoice.Broken => "BROKEN",
        _ => "",
    };

    /// <summary>A voice's colour, as an escape sequence.</summary>
    public static string ColourOf(StoryVoice voice) => voice switch
    {
        StoryVoice.Teller => Paint.Bold,
        StoryVoice.Event => Paint.Yellow,
        StoryVoice.Swarm => Paint.Grey,
        StoryVoice.Orcastra => Paint.Cyan,
        StoryVoice.Warning => Paint.Yellow,
        StoryVoice.Kept => Paint.Green,
        _ => Paint.Red,
    };

    /// <summary>A time since the beginning, such as <c>1:02.5</c>.</summary>
    public static string Clock(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalMinutes}:{at.Seconds:00}.{at.Milliseconds / 100}");

    /// <summary>Tells a line.</summary>
    public void Tell(StoryLine line)
    {
        if (line.IsDetail && !isVerbose)
        {
            return;
        }

        var margin = $"{Clock(line.At),8}  {NameOf(line.Voice),-8}  ";
        var (colour, reset) = hasColour ? (ColourOf(line.Voice), Paint.Reset) : ("", "");
        output.WriteLine(line.Voice == StoryVoice.Teller ? $"\n{Clock(line.At),8}  {colour}{line.Text}{reset}" : $"{(hasColour ? Paint.Grey : "")}{margin}{reset}{colour}{line.Text}{reset}");
        output.Flush();
    }

    /// <summary>Tells what is played.</summary>
    public void Title(Scenario scenario, string file)
    {
        var (bold, reset) = hasColour ? (Paint.Bold, Paint.Reset) : ("", "");
        output.WriteLine($"{bold}{(scenario.Name.Length > 0 ? scenario.Name : file)}{reset}");
        output.WriteLine($"{scenario.Nodes.Length} nodes, {scenario.Services.Length} services, seed {scenario.Seed}");
        output.WriteLine();
        output.Flush();
    }

    /// <summary>Tells what came of it.</summary>
    public void Ending(Verdict verdict)
    {
        var (colour, reset) = hasColour ? (verdict.IsGood ? Paint.Green : Paint.Red, Paint.Reset) : ("", "");
        output.WriteLine();
        output.WriteLine($"{colour}{(verdict.IsGood ? "good" : "NOT GOOD")}: {verdict.Words}{reset}");
        output.Flush();
    }
}
