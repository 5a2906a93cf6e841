namespace Orcastra.Simulator;

/// <summary>What the managers believe of a node's health.</summary>
internal enum NodeState
{
    Unknown,
    Down,
    Ready,
    Disconnected,
}

/// <summary>A node as the cluster knows it.</summary>
internal sealed class NodeRecord(string id, NodeSpec spec, NodeDescription description) : Record(id)
{
    public NodeSpec Spec { get; set; } = spec;

    public NodeDescription Description { get; set; } = description;

    /// <summary>The role it has, which follows the one wished for.</summary>
    public bool IsManager { get; set; }

    public NodeState State { get; set; } = NodeState.Unknown;

    public string Message { get; set; } = "";

    public string Address { get; set; } = "";

    public NodeSpec SpecBefore { get; private set; } = spec;

    public NodeState StateBefore { get; private set; }

    public bool WasManager { get; private set; }

    /// <summary>True if it takes new tasks.</summary>
    public bool IsEligible => State == NodeState.Ready && Spec.Availability == Availability.Active;

    /// <summary>True if its tasks belong elsewhere.</summary>
    public bool IsInvalid => State == NodeState.Down || Spec.Availability == Availability.Drain;

    public override void Remember() => (SpecBefore, StateBefore, WasManager) = (Spec, State, IsManager);
}
