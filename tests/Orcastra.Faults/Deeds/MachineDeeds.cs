namespace Orcastra.Faults;

/// <summary>A machine loses its power.</summary>
internal sealed record PowerCut(int Node) : Deed
{
    public override string Text => $"power_cut: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Instance(Node)?.Kill();
        stage.Swarm.Faults.PowerCut(stage.Node(Node));
        stage.Disturb(Node);
    }
}

/// <summary>A machine has power again; its Orcastra starts with it.</summary>
internal sealed record PowerOn(int Node) : Deed
{
    public override string Text => $"power_on: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Faults.Start(stage.Node(Node));
        stage.StartInstance(Node);
        stage.Disturb(Node);
    }
}

/// <summary>A machine's cable is pulled.</summary>
internal sealed record CutCable(int Node) : Deed
{
    public override string Text => $"cut: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Faults.Cut(stage.Node(Node));
        stage.Disturb(Node);
    }
}

/// <summary>A machine's cable is put back.</summary>
internal sealed record HealCable(int Node) : Deed
{
    public override string Text => $"heal: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Faults.Heal(stage.Node(Node));
        stage.Disturb(Node);
    }
}

/// <summary>An engine restarts, with its containers.</summary>
internal sealed record RestartEngine(int Node) : Deed
{
    public override string Text => $"restart_engine: node{Node}";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Faults.RestartEngine(stage.Node(Node));
        stage.Disturb(Node);
    }
}

/// <summary>Another manager leads from now on.</summary>
internal sealed record NextLeader : Deed
{
    public override string Text => "next_leader";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Faults.NextLeader();
        stage.Disturb();
    }
}

/// <summary>Nobody leads for a while.</summary>
internal sealed record LoseLeader(int Seconds) : Deed
{
    public override string Text => $"lose_leader: {Seconds}s";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Faults.LoseLeader(TimeSpan.FromSeconds(Seconds));
        stage.Disturb();
    }
}
