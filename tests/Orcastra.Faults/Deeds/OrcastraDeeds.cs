using Orcastra.Core.Policies;

namespace Orcastra.Faults;

/// <summary>An instance is killed.</summary>
internal sealed record Kill(int Node) : Deed
{
    public override string Text => $"kill_orcastra: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Instance(Node)?.Kill();
        stage.Disturb();
    }
}

/// <summary>An instance is killed at one of its next requests: before it is sent, or while it is under way.</summary>
/// <param name="Node">Its machine.</param>
/// <param name="After">How many it may send first.</param>
/// <param name="WritesOnly">Count writes only.</param>
/// <param name="Milliseconds">How long the last one has been under way; 0 if it is never sent.</param>
internal sealed record KillAtRequest(int Node, int After, bool WritesOnly, double Milliseconds) : Deed
{
    public override string Text => FormattableString.Invariant($"kill_orcastra: node{Node} at {(WritesOnly ? "write" : "request")} {After}, {Milliseconds:0.00}ms under way");

    public override void Happen(Stage stage) => stage.Arm(this);
}

/// <summary>An instance is started, unless it runs.</summary>
internal sealed record StartOrcastra(int Node) : Deed
{
    public override string Text => $"start_orcastra: node{Node}";

    public override void Happen(Stage stage) => stage.StartInstance(Node);
}

/// <summary>An instance is asked to leave.</summary>
internal sealed record StopOrcastra(int Node) : Deed
{
    public override string Text => $"stop_orcastra: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Leaving.Add(Node);
        stage.Instance(Node)?.Leave();
        stage.Disturb();
    }
}

/// <summary>An instance goes on seeing the lease as it was for a while: if it led, it goes on believing so.</summary>
internal sealed record StaleLease(int Node, int Seconds) : Deed
{
    public override string Text => $"stale_lease: node{Node} for {Seconds}s";

    public override void Happen(Stage stage) => stage.Tap(Node)?.Freeze(stage.Now + TimeSpan.FromSeconds(Seconds));
}

/// <summary>The files are reloaded: another policy is in force.</summary>
internal sealed record Reload(Policy Policy, string What) : Deed
{
    public override string Text => $"reload: {What}";

    public override void Happen(Stage stage) => stage.Reload(Policy);
}
