using Orcastra.Rebooting;

namespace Orcastra.Simulating;

/// <summary>A line of an instance's log.</summary>
/// <param name="At">When, in simulated time.</param>
/// <param name="Node">Beside whose engine the instance runs.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Runner">Who speaks; empty if nobody in particular.</param>
/// <param name="Text">What it says.</param>
internal sealed record InstanceLine(DateTimeOffset At, string Node, Serilog.Events.LogEventLevel Level, string Runner, string Text);

/// <summary>A request of an instance, as it sends it.</summary>
/// <param name="Node">Beside whose engine the instance runs.</param>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="PathAndQuery">With the API version.</param>
/// <param name="Body">What it carries; empty for a read.</param>
internal sealed record InstanceRequest(string Node, string Method, string PathAndQuery, string Body);

/// <summary>Who listens to an instance, and who may stand in its way.</summary>
internal sealed record InstanceHooks
{
    /// <summary>Hears each line of its log.</summary>
    public Action<InstanceLine> OnLine { get; init; } = _ => { };

    /// <summary>Sees each request before it is sent; an instance killed here sends it no more. Null if nobody looks.</summary>
    public Action<InstanceRequest>? OnRequest { get; init; }

    /// <summary>The machines of the nodes.</summary>
    public IMachines Machines { get; init; } = new NoMachines();

    /// <summary>Puts a handler before the engine's, for faults that only this instance meets.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> Wrap { get; init; } = handler => handler;
}
