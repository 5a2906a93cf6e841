using System.Globalization;
using Orcastra.Config;

namespace Orcastra.Simulating;

/// <summary>The types that only scenarios have.</summary>
internal static class ScenarioTypes
{
    private const int MostNodes = 200;

    private static readonly (string Unit, double Seconds)[] TimeUnits = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];
    private static readonly (string Unit, long Bytes)[] SizeUnits = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    /// <summary>A time such as <c>30s</c>; a number alone is seconds.</summary>
    public static ValueType<TimeSpan> Time { get; } = new("time", "is no time; write e.g. 500ms, 30s or 2m", ReadTime);

    /// <summary>An amount of memory such as <c>2GiB</c>.</summary>
    public static ValueType<long> Size { get; } = new("size", "is no amount of memory; write e.g. 512MiB or 2GiB", ReadSize);

    /// <summary>What all chance comes from.</summary>
    public static ValueType<ulong> Seed { get; } = new(
        "number", "is no seed; write a whole number from 0", (text, out value) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value));

    /// <summary>How many machines.</summary>
    public static ValueType<int> Nodes { get; } = ValueTypes.Whole(1, MostNodes);

    /// <summary>How many tasks.</summary>
    public static ValueType<int> Replicas { get; } = ValueTypes.Whole(0, 1000);

    /// <summary>A port.</summary>
    public static ValueType<int> Port { get; } = ValueTypes.Whole(1, 65535);

    /// <summary>Each so-manieth.</summary>
    public static ValueType<int> Every { get; } = ValueTypes.Whole(1, 1000);

    /// <summary>How tasks are spread.</summary>
    public static ValueType<bool> IsGlobal { get; } = ValueTypes.OneOf(("replicated", false), ("global", true));

    /// <summary>In what order an update replaces.</summary>
    public static ValueType<bool> IsStartFirst { get; } = ValueTypes.OneOf(("stop-first", false), ("start-first", true));

    /// <summary>What an update does when a task fails.</summary>
    public static ValueType<string> FailureAction { get; } = ValueTypes.OneOf(("pause", "pause"), ("continue", "continue"), ("rollback", "rollback"));

    /// <summary>When a task that ended is replaced.</summary>
    public static ValueType<string> Restart { get; } = ValueTypes.OneOf(("any", "any"), ("on-failure", "on-failure"), ("none", "none"));

    /// <summary>Role of a machine in its Swarm.</summary>
    public static ValueType<bool> IsManager { get; } = ValueTypes.OneOf(("manager", true), ("worker", false));

    /// <summary>How requests fail.</summary>
    public static ValueType<ApiFailure> Failure { get; } = ValueTypes.OneOf(
        ("refused", ApiFailure.Refused), ("error", ApiFailure.Error), ("timeout", ApiFailure.Timeout), ("lost", ApiFailure.Lost), ("slow", ApiFailure.Slow));

    private static bool ReadTime(string text, out TimeSpan value)
    {
        var (unit, seconds) = Array.Find(TimeUnits, one => text.EndsWith(one.Unit, StringComparison.Ordinal));
        var number = unit is null ? text : text[..^unit.Length].TrimEnd();
        var fits = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount * (unit is null ? 1 : seconds) <= TimeSpan.FromDays(30).TotalSeconds;
        value = fits ? TimeSpan.FromSeconds(amount * (unit is null ? 1 : seconds)) : default;
        return fits;
    }

    private static bool ReadSize(string text, out long value)
    {
        var (unit, bytes) = Array.Find(SizeUnits, one => text.EndsWith(one.Unit, StringComparison.Ordinal));
        var fits = double.TryParse(unit is null ? "" : text[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount * bytes < long.MaxValue / 4.0;
        value = fits ? (long)(amount * bytes) : 0;
        return fits;
    }
}
