using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>All containers of a service die.</summary>
internal sealed record Crash(string Service, int ExitCode) : Deed
{
    public override string Text => $"crash: {Service} ({ExitCode})";

    public override void Happen(Stage stage)
    {
        foreach (var container in stage.Swarm.Containers.Where(container => container.Service == Service))
        {
            stage.Swarm.Faults.Crash(container, ExitCode);
        }

        stage.Touch(Service);
    }
}

/// <summary>From now on the containers of a service fail, die or turn unhealthy, or are well again.</summary>
internal sealed record Behave(string Service, ServiceBehaviour Behaviour, string What) : Deed
{
    public override string Text => $"behave: {Service} {What}";

    public override void Happen(Stage stage)
    {
        stage.Swarm.Behaviours[Service] = Behaviour;
        stage.Touch(Service);
    }
}
