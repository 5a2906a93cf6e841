using CsCheck;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Properties;

/// <summary>Laws that hold for any picture of a Swarm. A failure prints the seed that reproduces it.</summary>
public sealed class PlannerProperties
{
    [Fact]
    public void The_same_picture_gives_the_same_plan_and_none_makes_a_planner_throw() =>
        Worlds.All.Sample(world => Words(world.Plan()) == Words(world.Plan()), iter: 10000);

    [Fact]
    public void No_service_is_written_to_while_a_task_of_it_still_stops() => Worlds.All.Sample(
        world => world.Plan().Actions.Select(ServiceOf).OfType<Service>().All(service => !world.Snapshot.StoppingTasks(service.Id).Any()), iter: 10000);

    [Fact]
    public void No_service_and_no_label_is_written_to_twice_in_one_plan() => Worlds.All.Sample(world =>
    {
        var subjects = world.Plan().Actions.Select(Subject).ToList();
        return subjects.Distinct().Count() == subjects.Count;
    }, iter: 10000);

    [Fact]
    public void No_label_write_kills_a_task() => Worlds.All.Sample(world => !world.Policy.Anchors.All(anchor => anchor.HandOff == Orcastra.Core.Policies.HandOffMode.Ordered)
        || world.Plan().Actions.All(action => action.Match(
            set => LabelGuard.Victim(world.Snapshot, set.Node, set.Key, set.Value) is null,
            remove => LabelGuard.Victim(world.Snapshot, remove.Node, remove.Key, null) is null,
            _ => true,
            _ => true,
            availability => LabelGuard.VictimOfAny(world.Snapshot, availability.Node with { Availability = Availability.Active }) is null,
            _ => true,
            _ => true,
            _ => true)), iter: 10000);

    [Fact]
    public void Every_write_of_a_hand_off_is_remembered_before_it_or_takes_something_of_ours_away() => Worlds.All.Sample(world =>
    {
        var plan = world.Plan();
        return plan.Actions.OfType<HandOffStep>().All(step =>
            !step.Edits.Any(edit => edit is SpecEdit.AddConstraint add && Trace.IsGate(add.Text)) || plan.Memory.HandOffs.ContainsKey(step.Service.Id));
    }, iter: 10000);

    [Fact]
    public void Nothing_is_planned_outside_what_was_seen() => Worlds.All.Sample(world => world.Plan().Actions.All(action => action.Match(
        set => world.Snapshot.Nodes.ContainsKey(set.Node.Id),
        remove => remove.Node.Labels.ContainsKey(remove.Key),
        step => world.Snapshot.Services.ContainsKey(step.Service.Id),
        restart => world.Snapshot.Services.ContainsKey(restart.Service.Id),
        availability => availability.Node.Availability != availability.Availability,
        _ => false,
        rollBack => world.Snapshot.Services.ContainsKey(rollBack.Service.Id),
        forget => !world.Snapshot.Services.ContainsKey(forget.ServiceId))), iter: 2000);

    private static Service? ServiceOf(PlannedAction action) => action.Match(_ => null, _ => null, step => step.Service, restart => (Service?)restart.Service, _ => null, _ => null, rollBack => rollBack.Service, _ => null);

    private static string Subject(PlannedAction action) => action.Match(
        set => $"{set.Node.Id} {set.Key}", remove => $"{remove.Node.Id} {remove.Key}", step => step.Service.Id, restart => restart.Service.Id, availability => $"{availability.Node.Id} availability", reboot => $"{reboot.Node.Id} reboot", rollBack => rollBack.Service.Id, forget => $"{forget.ServiceId} kept");

    private static string Words(Plan plan) => string.Join('\n', [
        .. plan.Actions.Select(action => $"{Subject(action)} {action.Reason}"),
        .. plan.Refusals.Select(refusal => refusal.ToString()),
        .. plan.Memory.HandOffs.Values.Select(handOff => handOff.ToString()),
        $"{plan.LookAgainAt} {plan.IsMoving}"]);
}
