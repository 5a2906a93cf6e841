namespace Orcastra.Simulating;

/// <summary>The demo on a terminal: the nodes and what runs on them, and below what happens.</summary>
internal sealed class LiveView
{
    private const int MostLines = 200;
    private const int CaptionLines = 2;
    private const int LeastLog = 7;
    private const int Margin = 8;

    private static readonly string[] Tidying = ["orcastra.gate.", "gate taken away", "traces cleaned"];

    private readonly World _world;
    private readonly NodeLines _nodes;
    private readonly bool _hasColour;
    private readonly Queue<StoryLine> _log = new();
    private string _caption = "";

    /// <summary>Begins to listen.</summary>
    public LiveView(World world, bool hasColour)
    {
        (_world, _hasColour) = (world, hasColour);
        _nodes = new(world, new(world.Scenario), hasColour);
        world.Story.Told += Hear;
    }

    /// <summary>What is said at the bottom.</summary>
    public string Footer { get; set; } = "Ctrl-C ends";

    /// <summary>The lines of the screen as it is now.</summary>
    public IReadOnlyList<string> Draw((int Columns, int Rows) size)
    {
        var (width, rows) = size;
        List<string> lines =
        [
            Line(width).Write($" {_world.Scenario.Name}", Paint.Bold).Right($"{StoryText.Clock(_world.Clock)} ", Paint.Grey).ToString(),
            .. Caption(width),
            Line(width).Write(new string('─', width), Paint.Grey).ToString(),
        ];
        lines.AddRange(Machines(width, rows - lines.Count - Math.Min(LeastLog, rows / 5) - 2));
        lines.Add(_nodes.Waiting(width));
        lines.AddRange(Log(width, rows - lines.Count - 1));
        lines.Add(Line(width).Write(" ◆ anchor  ● beside it  ○ not beside it  ▴ starts  ▾ stops", Paint.Grey).Right($"{Footer} ", Paint.Grey).ToString());
        return lines;
    }

    private void Hear(StoryLine line)
    {
        if (line.IsDetail)
        {
            return;
        }

        if (line.Voice == StoryVoice.Teller)
        {
            _caption = line.Text;
            return;
        }

        _log.Enqueue(line);
        if (_log.Count > MostLines)
        {
            _log.Dequeue();
        }
    }

    private List<string> Caption(int width)
    {
        var lines = Pen.Wrap(_caption, width - 2).Take(CaptionLines).Select(text => Line(width).Write(" ").Write(text, _hasColour ? Paint.Yellow : "").ToString()).ToList();
        while (lines.Count < CaptionLines)
        {
            lines.Add("");
        }

        return lines;
    }

    // As much of each node as fits: two lines and an empty one, two lines, or one.
    private List<string> Machines(int width, int room)
    {
        var machines = _world.Swarm.Nodes.Zip(_world.Scenario.Nodes).ToList();
        var each = Math.Clamp(room / machines.Count, 1, 3);
        var lines = new List<string>();
        foreach (var (machine, told) in machines)
        {
            if (each == 1 && lines.Count >= room - 1 && machines.Count > room)
            {
                lines.Add(Line(width).Write($" … and {machines.Count - lines.Count} more nodes", Paint.Grey).ToString());
                break;
            }

            lines.AddRange(each == 1 ? [_nodes.DrawShort(machine, width)] : _nodes.Draw(machine, told.MemoryBytes, width));
            if (each == 3)
            {
                lines.Add("");
            }
        }

        return lines;
    }

    private List<string> Log(int width, int room)
    {
        var lines = new List<string>();
        foreach (var entry in _log.Reverse())
        {
            var wrapped = Entry(entry, width);
            if (lines.Count + wrapped.Count > room)
            {
                break;
            }

            lines.InsertRange(0, wrapped);
        }

        while (lines.Count < room)
        {
            lines.Add("");
        }

        return lines;
    }

    private List<string> Entry(StoryLine entry, int width)
    {
        // What only tidies up is worth no more than a line; what else is done stands out from why.
        var isTidying = entry.Voice == StoryVoice.Orcastra && Array.Exists(Tidying, words => entry.Text.Contains(words, StringComparison.Ordinal));
        var why = entry.Voice == StoryVoice.Orcastra ? entry.Text.IndexOf(" (", StringComparison.Ordinal) : -1;
        var colour = isTidying || entry.Voice == StoryVoice.Swarm ? Paint.Grey : StoryText.ColourOf(entry.Voice);
        var written = 0;
        var lines = new List<string>();
        foreach (var part in Pen.Wrap(isTidying && why > 0 ? entry.Text[..why] : entry.Text, width - Margin - 4))
        {
            var line = Line(width)
                .Write(lines.Count == 0 ? $"{StoryText.Clock(entry.At),Margin}" : new string(' ', Margin), Paint.Grey)
                .Write(lines.Count == 0 ? $" {Sign(entry.Voice)} " : "   ", colour);
            var bright = why < 0 ? part.Length : Math.Clamp(why - written, 0, part.Length);
            lines.Add(line.Write(part[..bright], colour).Write(part[bright..], Paint.Grey).ToString());
            written += part.Length + 1;
        }

        return lines;
    }

    private static string Sign(StoryVoice voice) => voice switch
    {
        StoryVoice.Event => "!",
        StoryVoice.Orcastra or StoryVoice.Warning => "▲",
        StoryVoice.Kept => "✓",
        StoryVoice.Broken => "✗",
        _ => "·",
    };

    private Pen Line(int width) => new(width, _hasColour);
}
