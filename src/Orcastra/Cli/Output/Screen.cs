using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orcastra.Cli.Output;

/// <summary>Shows results: tables and colour on a terminal, columns of plain text in a pipe, nothing cut off in either.</summary>
internal sealed class Screen
{
    private readonly TextWriter _out;
    private readonly IAnsiConsole? _terminal;
    private readonly DateTimeOffset _around;

    /// <summary>A screen for these surroundings.</summary>
    /// <param name="surroundings">The surroundings.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="around">When what is shown was seen; now, if null.</param>
    public Screen(Surroundings surroundings, Settings settings, DateTimeOffset? around = null)
    {
        (_out, Zone, _around) = (surroundings.Out, settings.TimeZone, around ?? surroundings.Time.GetUtcNow());
        if (surroundings.IsTerminal)
        {
            _terminal = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(surroundings.Out),
                Ansi = settings.NoColor ? AnsiSupport.No : AnsiSupport.Yes,
                ColorSystem = settings.NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
                Interactive = InteractionSupport.No,
            });
            _terminal.Profile.Width = surroundings.Width;
            _terminal.Profile.Capabilities.Unicode = true;
        }
    }

    /// <summary>Zone of the times shown.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>One line.</summary>
    public void Line(Cell cell)
    {
        cell = Localized(cell);
        if (_terminal is null)
        {
            _out.WriteLine(cell.Text);
        }
        else
        {
            _terminal.Write(new Text(cell.Text, StyleOf(cell.Tone)));
            _terminal.WriteLine();
        }
    }

    /// <summary>What is right but worth knowing.</summary>
    public void Notes(ImmutableArray<string> notes)
    {
        foreach (var note in notes)
        {
            Line(new($"note: {note}", Tone.Faint));
        }
    }

    /// <summary>An empty line and a title.</summary>
    public void Heading(string title)
    {
        Line("");
        if (_terminal is null)
        {
            _out.WriteLine(title);
        }
        else
        {
            _terminal.Write(new Text(title, new Style(decoration: Decoration.Bold)));
            _terminal.WriteLine();
        }
    }

    /// <summary>Rows under headers.</summary>
    public void Table(ImmutableArray<string> headers, IEnumerable<ImmutableArray<Cell>> rows)
    {
        if (_terminal is null)
        {
            PlainTable.Write(_out, headers, [.. rows.Select(Localized)]);
            return;
        }

        var table = new Table { Border = TableBorder.Rounded, BorderStyle = StyleOf(Tone.Faint) };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in rows.Select(Localized))
        {
            table.AddRow(row.Select(IRenderable (cell) => new Text(cell.Text, StyleOf(cell.Tone))));
        }

        _terminal.Write(table);
    }

    private ImmutableArray<Cell> Localized(ImmutableArray<Cell> row) => [.. row.Select(Localized)];

    private Cell Localized(Cell cell) => cell with { Text = ZoneTimes.Localize(cell.Text, Zone, _around) };

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Olive),
        Tone.Bad => new Style(Color.Maroon, decoration: Decoration.Bold),
        Tone.Faint => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
