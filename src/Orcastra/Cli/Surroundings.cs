using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Docker;

namespace Orcastra.Cli;

/// <summary>What a verb has around it: the process has one, every test makes its own.</summary>
internal sealed record Surroundings
{
    private const int WidthWithoutTerminal = 120;
    private const int RowsWithoutTerminal = 40;

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string?> Variables { get; init; }

    /// <summary>Where input is read from.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where errors and warnings go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True if results go to a terminal rather than into a pipe or file.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = WidthWithoutTerminal;

    /// <summary>Columns and rows of the terminal as it is now.</summary>
    public Func<(int Columns, int Rows)> Size { get; init; } = () => (WidthWithoutTerminal, RowsWithoutTerminal);

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes the client of an engine.</summary>
    public required Func<DockerEndpoint, DockerClient> Connect { get; init; }

    /// <summary>Makes the client of another node's engine.</summary>
    public Func<DockerEndpoint, DockerClientOptions, DockerClient> ConnectTo { get; init; } = (endpoint, options) => new DockerClient(endpoint, TimeProvider.System, options);

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess() => new()
    {
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToImmutableDictionary(entry => (string)entry.Key, entry => (string?)entry.Value),
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected,
        Width = Columns(),
        Size = () => (Columns(), Rows()),
        Time = TimeProvider.System,
        Connect = endpoint => new DockerClient(endpoint, TimeProvider.System),
    };

    private static int Columns()
    {
        var told = Environment.GetEnvironmentVariable("COLUMNS");
        if (int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0)
        {
            return columns;
        }

        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? WidthWithoutTerminal : Console.WindowWidth;
        }
        catch (IOException)
        {
            return WidthWithoutTerminal;
        }
    }

    private static int Rows()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowHeight <= 0 ? RowsWithoutTerminal : Console.WindowHeight;
        }
        catch (IOException)
        {
            return RowsWithoutTerminal;
        }
    }
}
