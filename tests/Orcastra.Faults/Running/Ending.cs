using Availability = Orcastra.Simulator.Availability;

namespace Orcastra.Faults;

/// <summary>
/// Faults stop. Within a bounded time every dependent is beside its anchor, or refused with a reason; nothing of ours is left
/// anywhere; and from then on nothing is written any more.
/// </summary>
internal static partial class Ending
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestRollout = TimeSpan.FromMinutes(5);

    // A task that nobody takes for that long goes nowhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Plays the end.</summary>
    public static void Play(Stage stage)
    {
        stage.Journal.Say("faults stop");
        Mend(stage);
        if (stage.Scenario.IsDry)
        {
            FaultRun.Pass(stage, stage.Now + Quiet);
            return;
        }

        var limit = stage.Now + stage.Patience;
        do
        {
            Converge(stage, limit);
        }
        while (stage.Watch.Violations.Count == 0 && !IsQuiet(stage));
    }

    private static void Converge(Stage stage, DateTimeOffset limit)
    {
        string? open;
        do
        {
            FaultRun.Pass(stage, stage.Now + Glance);
            StartAll(stage);
            open = OwnersEnd(stage) ?? Unsettled(stage) ?? Traces(stage) ?? Undone(stage);
        }
        while (open is not null && stage.Now < limit && stage.Watch.Violations.Count == 0);

        if (open is not null && stage.Watch.Violations.Count == 0)
        {
            stage.Watch.Report(new("Convergence", stage.Now, $"not converged {stage.Patience.TotalMinutes:0} min after faults stopped: {open}"));
        }
    }

    // What dies meanwhile of an illness that it had before has to be looked after first.
    private static bool IsQuiet(Stage stage)
    {
        stage.Journal.Say("converged");
        var (effects, at) = (stage.Watch.Effects, stage.Now);
        FaultRun.Pass(stage, at + Quiet);
        if (stage.TouchedAt.Values.Any(touched => touched > at))
        {
            return false;
        }

        if (stage.Watch.Effects != effects && stage.Watch.Violations.Count == 0)
        {
            stage.Watch.Report(new("NoOscillation", stage.Now, $"{stage.Watch.Effects - effects} writes in the {Quiet.TotalSeconds:0} s after all had converged"));
        }

        return true;
    }

    private static void Mend(Stage stage)
    {
        stage.Wire.Mend();
        foreach (var node in stage.Swarm.Nodes)
        {
            stage.Swarm.Faults.Start(node);
            stage.Swarm.Faults.Heal(node);
            stage.Watch.OnFault(node.Number);
        }

        foreach (var service in stage.Scenario.Services)
        {
            stage.Swarm.Behaviours[service.Name] = service.Behaviour;
        }

        stage.Disturb();
        FaultRun.Until(stage, () => stage.Swarm.Leader is not null, TimeSpan.FromMinutes(2));
        foreach (var node in stage.Swarm.Nodes.Where(node => stage.Store.Nodes.GetValueOrDefault(node.NodeId)?.Spec.Availability != Availability.Active))
        {
            stage.User.EditNode(node.Number, spec => spec["Availability"] = "active");
        }

        foreach (var service in stage.Scenario.Services.Where(service => FaultScenario.Followed(stage.Policy, service.Name) is not null))
        {
            Release(stage, service.Name);
        }

        StartAll(stage);
    }

    private static void StartAll(Stage stage)
    {
        foreach (var number in stage.Scenario.Instances)
        {
            stage.StartInstance(number);
        }
    }

    // A dependent that its user has tied to another node than its anchor's is a contradiction that only the user can end.
    private static void Release(Stage stage, string service)
    {
        if (stage.Watch.Find(service)?.Spec.Task.Constraints.Any(constraint => constraint.Key == "node.hostname") == true)
        {
            new MoveTo(service, 0).Happen(stage);
        }
    }
}
