namespace Orcastra.Simulator;

/// <summary>A request on its way to an engine.</summary>
/// <param name="Node">Whose engine.</param>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">Without the API version and the query.</param>
/// <param name="Query">The query, without its question mark.</param>
/// <param name="Number">How many came before it, at all engines together.</param>
/// <param name="At">When it was sent.</param>
public sealed record RequestSeen(SimulatedNode Node, string Method, string Path, string Query, long Number, DateTimeOffset At)
{
    /// <summary>True if it changes something.</summary>
    public bool IsWrite => Method is not ("GET" or "HEAD");
}

/// <summary>What becomes of a request.</summary>
public sealed record RequestFate
{
    private enum Kind
    {
        Delivered,
        Refused,
        AnswerLost,
        NeverAnswered,
        Answered,
    }

    private Kind What { get; init; }

    /// <summary>Nothing special.</summary>
    public static RequestFate Deliver { get; } = new();

    /// <summary>The connection is refused: it has no effect.</summary>
    public static RequestFate Refuse { get; } = new() { What = Kind.Refused };

    /// <summary>It takes effect, then the connection breaks.</summary>
    public static RequestFate LoseAnswer { get; } = new() { What = Kind.AnswerLost };

    /// <summary>It has no effect and no answer: the client's patience decides.</summary>
    public static RequestFate Swallow { get; } = new() { What = Kind.NeverAnswered };

    /// <summary>Time on top, before it takes effect.</summary>
    public TimeSpan DelayBefore { get; init; }

    /// <summary>Time on top, after it took effect.</summary>
    public TimeSpan DelayAfter { get; init; }

    internal bool IsRefused => What == Kind.Refused;

    internal bool LosesAnswer => What == Kind.AnswerLost;

    internal bool IsSwallowed => What == Kind.NeverAnswered;

    internal (int Status, string Message)? Instead { get; private init; }

    /// <summary>It is delivered late, or answered late.</summary>
    public static RequestFate Delay(TimeSpan before, TimeSpan after = default) => new() { DelayBefore = before, DelayAfter = after };

    /// <summary>It has no effect, and gets this answer.</summary>
    public static RequestFate Answer(int status, string message) => new() { What = Kind.Answered, Instead = (status, message) };
}

/// <summary>An event on its way into an engine's stream.</summary>
/// <param name="Node">Whose engine.</param>
/// <param name="Type">Such as <c>service</c>.</param>
/// <param name="Action">Such as <c>update</c>.</param>
/// <param name="Id">Of what.</param>
public sealed record EventSeen(SimulatedNode Node, string Type, string Action, string Id);

/// <summary>What becomes of an event.</summary>
public enum EventFate
{
    /// <summary>It is told.</summary>
    Deliver,

    /// <summary>Nobody hears of it.</summary>
    Lose,

    /// <summary>It is told twice.</summary>
    Repeat,
}
