using System.Globalization;
using Orcastra.Core.Swarm;
using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>Draws a node: what it is, its memory, and what runs on it.</summary>
/// <param name="world">Where.</param>
/// <param name="groups">What belongs together.</param>
/// <param name="hasColour">True for colours.</param>
internal sealed class NodeLines(World world, Groups groups, bool hasColour)
{
    private const int NameWidth = 9;
    private const int BarWidth = 10;
    private const long OfTheSystem = 400L << 20;
    private const double Gibibyte = 1L << 30;

    /// <summary>Two lines about a node.</summary>
    public IEnumerable<string> Draw(SimulatedNode node, long memory, int width)
    {
        var head = new Pen(width, hasColour).Write(" ").Write(node.Name.PadRight(NameWidth), node.IsOn ? Paint.Bold : Paint.Grey);
        Standing(head, node);
        if (node.IsOn)
        {
            var used = OfTheSystem + world.Swarm.Containers.Where(container => container.Node == node).Sum(container => world.MemoryOf(container.Service));
            var full = Math.Clamp((int)Math.Round(BarWidth * (double)used / memory), 0, BarWidth);
            var words = string.Create(CultureInfo.InvariantCulture, $"{used / Gibibyte:0.0} of {memory / Gibibyte:0.#} GiB");
            head.Right($"memory {new string('▰', full)}{new string('▱', BarWidth - full)} {words,13} ", used > memory * 0.85 ? Paint.Yellow : Paint.Grey);
        }

        yield return head.ToString();
        yield return Services(new Pen(width, hasColour).Write("   "), node).ToString();
    }

    /// <summary>One line about a node, where there are many.</summary>
    public string DrawShort(SimulatedNode node, int width)
    {
        var line = new Pen(width, hasColour).Write(" ").Write(node.Name.PadRight(NameWidth), node.IsOn ? Paint.Bold : Paint.Grey);
        Standing(line, node);
        return Services(line, node).ToString();
    }

    /// <summary>The rule below the nodes, with what waits for a place in it.</summary>
    public string Waiting(int width)
    {
        var line = new Pen(width, hasColour).Write("──", Paint.Grey);
        var waiting = world.Lookout.Last.Tasks.Where(task => task is { Node.Length: 0, IsWanted: true }).OrderBy(task => groups.Of(task.Service).Order).ToList();
        line.Write(waiting.Count > 0 ? " wait for a place: " : "", Paint.Grey);
        foreach (var task in waiting)
        {
            line.Write($"○ {task.Service} ", groups.Of(task.Service).Colour);
        }

        return line.Write(new string('─', Math.Max(0, line.Room)), Paint.Grey).ToString();
    }

    private void Standing(Pen pen, SimulatedNode node)
    {
        var seen = world.Lookout.Last.Nodes.GetValueOrDefault(node.Name);
        if (!node.IsOn)
        {
            pen.Write("no power ", Paint.Red).Write(seen?.State == "down" ? "(down to the managers) " : "(not noticed yet) ", Paint.Grey);
            return;
        }

        if (!node.IsEngineUp)
        {
            pen.Write("engine starts ", Paint.Yellow);
        }

        if (node.IsCut)
        {
            pen.Write("cut off ", Paint.Red);
        }

        if (node == world.Swarm.Leader)
        {
            pen.Write("leader ", Paint.Grey);
        }

        if (seen is { Availability: not "active" })
        {
            pen.Write(seen.Availability == "drain" ? "drained " : "paused ", Paint.Yellow);
        }

        if (world.Instances.IsRunning(node.Name))
        {
            pen.Write("▲ Orcastra ", Paint.Cyan);
        }
    }

    private Pen Services(Pen pen, SimulatedNode node)
    {
        var up = world.Swarm.Containers.Where(container => container.Node == node).Select(container => container.Service).ToList();
        var tasks = world.Lookout.Last.Tasks.Where(task => task.Node == node.Name).ToList();
        var starting = node.IsOn ? tasks.Where(task => task is { IsWanted: true, State: < TaskState.Running } && !up.Contains(task.Service)).Select(task => task.Service) : [];
        var stopping = tasks.Where(task => !task.IsWanted).Select(task => task.Service).ToHashSet(StringComparer.Ordinal);
        var all = up.Select(service => (Service: service, Mark: stopping.Contains(service) && !IsWanted(tasks, service) ? "▾" : Mark(service, node)))
            .Concat(starting.Select(service => (Service: service, Mark: "▴")))
            .OrderBy(one => groups.Of(one.Service).Order).ThenBy(one => one.Service, StringComparer.Ordinal).ToList();
        var gap = all.Sum(one => one.Service.Length + 4) > pen.Room ? " " : "  ";
        for (var index = 0; index < all.Count; index++)
        {
            var text = $"{all[index].Mark} {all[index].Service}{gap}";
            var rest = $"+{all.Count - index} more";
            if (text.Length + (index + 1 < all.Count ? rest.Length : 0) > pen.Room)
            {
                return pen.Write(rest, Paint.Grey);
            }

            var member = groups.Of(all[index].Service);
            pen.Write(text, all[index].Mark is "▾" or "▴" ? Paint.Faint + member.Colour : member.IsAnchor ? Paint.Bold + member.Colour : member.Colour.Length > 0 ? member.Colour : Paint.Grey);
        }

        return pen;
    }

    private static bool IsWanted(List<SeenTask> tasks, string service) => tasks.Exists(task => task.Service == service && task is { IsWanted: true, State: TaskState.Running });

    private string Mark(string service, SimulatedNode node)
    {
        var member = groups.Of(service);
        return member.IsAnchor && member.Anchor.Length == 0 ? "◆"
            : member.Anchor.Length == 0 ? "·"
            : world.Up(member.Anchor).Any(anchor => anchor.Node == node) ? (member.IsAnchor ? "◆" : "●")
            : "○";
    }
}
