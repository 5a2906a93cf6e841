using System.Text;

namespace Orcastra.Simulator;

/// <summary>What an engine answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">All of it; empty where a feed follows.</param>
internal sealed record Answer(int Status, byte[] Body)
{
    public string ContentType { get; init; } = "application/json";

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>An answer without an end.</summary>
    public Feed? Feed { get; init; }

    /// <summary>How long the engine takes for it.</summary>
    public TimeSpan Takes { get; init; }

    public static Answer Json(byte[] body) => new(200, body);

    public static Answer Created(string field, string id) => new(201, Wire.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString(field, id);
        json.WriteEndObject();
    }));

    public static Answer Empty(int status = 200) => new(status, []) { ContentType = "" };

    public static Answer Text(string text) => new(200, Encoding.UTF8.GetBytes(text)) { ContentType = "text/plain; charset=utf-8" };

    public static Answer Refused(Refusal refusal) => new(refusal.Status, Wire.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString("message", refusal.Message);
        json.WriteEndObject();
    }))
    {
        Takes = refusal.Takes,
    };
}

/// <summary>The engine says no.</summary>
internal sealed class Refusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public TimeSpan Takes { get; init; }

    public static Refusal Invalid(string message) => new(400, $"rpc error: code = InvalidArgument desc = {message}");

    public static Refusal NotFound(string kind, string name) => new(404, $"{kind} {name} not found");

    public static Refusal OutOfSequence() => new(500, "rpc error: code = Unknown desc = update out of sequence");
}
