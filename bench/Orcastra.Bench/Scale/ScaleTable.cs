using System.Globalization;

namespace Orcastra.Bench.Scale;

/// <summary>The figures as a table of Markdown: a column a size, and how much each grows from one to the next.</summary>
internal static class ScaleTable
{
    /// <summary>Prints it.</summary>
    public static void Print(IReadOnlyList<Measured> all)
    {
        Console.WriteLine("| | " + string.Join(" | ", all.Select(one => Invariant($"{one.Size.Nodes:N0} nodes"))) + " | growth |");
        Console.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---:|", all.Count + 1)));
        Row("services", "N0", all, one => one.Size.Services);
        Row("tasks", "N0", all, one => one.Size.Tasks);
        Row("answers of a cycle, MB", "N1", all, one => one.Megabytes);
        Row("requests of a cycle", "N0", all, one => one.Requests);
        Rows("observe", all, one => one.Observe);
        Rows("plan, all in place", all, one => one.Steady);
        Rows("plan, 5 % of the dependents out of place", all, one => one.Straying);
        Rows("first cycle", all, one => one.Full);
        Rows("cycle, nothing changed", all, one => one.Rest);
        Row("… its share of a first one", "P1", all, one => one.Rest.Processor / one.Full.Processor);
        Rows("cycle, one task changed", all, one => one.Changed);
        Rows("look of the watch, nothing changed", all, one => one.Watch);
        Row("resident, MB", "N0", all, one => one.Resident);
    }

    private static void Rows(string name, IReadOnlyList<Measured> all, Func<Measured, Cost> cost)
    {
        Row(name + ", ms", "N2", all, one => cost(one).Milliseconds);
        Row("… of processor, ms", "N2", all, one => cost(one).Processor);
        Row("… allocated, MB", "N2", all, one => cost(one).Megabytes);
    }

    private static void Row(string name, string format, IReadOnlyList<Measured> all, Func<Measured, double> value)
    {
        var values = all.Select(value).ToList();
        var growth = values.Zip(values.Skip(1), (small, large) => Invariant($"×{large / small:0.0}"));
        Console.WriteLine($"| {name} | {string.Join(" | ", values.Select(one => one.ToString(format, CultureInfo.InvariantCulture)))} | {string.Join(", ", growth)} |");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
