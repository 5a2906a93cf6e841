using System.Globalization;

namespace Orcastra.Simulator;

/// <summary>What a command does: the commands of the lab's image; all others just run.</summary>
internal static class ImageScript
{
    private const double DefaultSlowStop = 5;

    public static ServiceBehaviour Of(IReadOnlyList<string> command)
    {
        var words = command.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var at = words.FindIndex(word => word is "serve" or "slowstop" or "crash" or "oneshot" or "httpd");
        var argument = at >= 0 && at + 1 < words.Count ? words[at + 1] : "";
        return at < 0 ? new() : words[at] switch
        {
            "slowstop" => new() { StopTime = Seconds(argument, DefaultSlowStop) },
            "crash" => new() { RunsFor = Seconds(argument, 0), ExitCode = 1 },
            "oneshot" => new() { RunsFor = TimeSpan.FromMilliseconds(20), ExitCode = 0 },
            _ => new(),
        };
    }

    private static TimeSpan Seconds(string text, double byDefault) =>
        TimeSpan.FromSeconds(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : byDefault);
}
