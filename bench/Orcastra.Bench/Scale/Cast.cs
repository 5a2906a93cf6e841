using System.Globalization;

namespace Orcastra.Bench.Scale;

/// <summary>Who is who in a made-up Swarm, and who runs where.</summary>
/// <param name="size">How large it is.</param>
internal sealed class Cast(Size size)
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>A node's hostname.</summary>
    public static string Host(int node) => string.Create(CultureInfo.InvariantCulture, $"node{node:0000}");

    /// <summary>A service's plain name.</summary>
    public static string Plain(int service) => (service % Size.ServicesOfNode) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"db{service / Size.ServicesOfNode}"),
        var part => string.Create(CultureInfo.InvariantCulture, $"part{part}of{service / Size.ServicesOfNode}"),
    };

    /// <summary>True for an anchor.</summary>
    public static bool IsAnchor(int service) => service % Size.ServicesOfNode == 0;

    /// <summary>True for a dependent.</summary>
    public static bool IsDependent(int service) => service % Size.ServicesOfNode is > 0 and <= Size.Dependents;

    /// <summary>True for a dependent that its anchor's label binds.</summary>
    public static bool IsBound(int service) => service % Size.ServicesOfNode == 1;

    /// <summary>How many of its tasks run.</summary>
    public static int Running(int service) => IsAnchor(service) || IsDependent(service) ? Size.RunningOfGroup : Size.TasksOfService;

    /// <summary>An ID as Swarm makes them: 25 letters and digits.</summary>
    public static string Id(char kind, int number) => string.Create(25, (kind, number), static (text, from) =>
    {
        var state = unchecked((ulong)(from.number + 1) * 0x9E3779B97F4A7C15UL) ^ from.kind;
        for (var i = 0; i < text.Length; i++)
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            text[i] = Letters[(int)((state >> 33) % 36)];
        }
    });

    /// <summary>The node that one of a service's tasks is on: those of a group beside each other.</summary>
    public int NodeOf(int service, int task)
    {
        var group = service / Size.ServicesOfNode;
        var spread = IsAnchor(service) || IsDependent(service) ? task % Size.RunningOfGroup : service + task;
        return (group + (spread * 7)) % size.Nodes;
    }

    /// <summary>True for one in twenty dependents, where some are to be out of place: none that its own constraint binds.</summary>
    public static bool Strays(int service) => service % Size.ServicesOfNode == 2 && service / Size.ServicesOfNode % 20 < 3;
}
