using System.Collections.Immutable;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>
/// The plan while the planners write it, one after the other. The first planner to write to a service or to a label of a
/// node in a pass is the only one: what the others want waits for the next snapshot.
/// </summary>
/// <param name="memory">What was remembered when the pass began.</param>
public sealed class PlanDraft(Memory memory)
{
    private readonly ImmutableArray<PlannedAction>.Builder _actions = ImmutableArray.CreateBuilder<PlannedAction>();
    private readonly ImmutableArray<Refusal>.Builder _refusals = ImmutableArray.CreateBuilder<Refusal>();
    private readonly HashSet<Refusal> _told = [];
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Node, string Key), string?> _labels = [];
    private readonly HashSet<string> _switched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private DateTimeOffset? _lookAgainAt;
    private bool _isMoving;
    private bool _isUnfinished;

    /// <summary>What is to be remembered, as far as planned.</summary>
    public Memory Memory { get; set; } = memory;

    /// <summary>What is planned so far.</summary>
    public IReadOnlyCollection<PlannedAction> Actions => _actions;

    /// <summary>What is refused so far, and what waits.</summary>
    public IReadOnlyCollection<Refusal> Refusals => _refusals;

    /// <summary>Adds a write to a service.</summary>
    public void Add(HandOffStep step)
    {
        if (_written.Add(step.Service.Id))
        {
            _actions.Add(step);
        }
    }

    /// <summary>Adds a write to a service.</summary>
    public void Add(RestartService restart)
    {
        if (_written.Add(restart.Service.Id))
        {
            _actions.Add(restart);
        }
    }

    /// <summary>Adds a write to a service.</summary>
    public void Add(RollBackService rollBack)
    {
        if (_written.Add(rollBack.Service.Id))
        {
            _actions.Add(rollBack);
        }
    }

    /// <summary>Adds the removal of a kept spec.</summary>
    public void Add(RemoveKeptSpec removal) => _actions.Add(removal);

    /// <summary>Adds a reboot.</summary>
    public void Add(RebootNode reboot) => _actions.Add(reboot);

    /// <summary>Sets a node label where the node does not have it with that value.</summary>
    public void SetLabel(string runner, Node node, string key, string value, string reason)
    {
        if (LabelAfter(node, key) != value && MayLabel(runner, node, key))
        {
            _labels[(node.Id, key)] = value;
            _actions.Add(new SetNodeLabel(runner, reason, node, key, value));
        }
    }

    /// <summary>Removes a node label where the node has it.</summary>
    public void RemoveLabel(string runner, Node node, string key, string reason)
    {
        if (LabelAfter(node, key) is not null && MayLabel(runner, node, key))
        {
            _labels[(node.Id, key)] = null;
            _actions.Add(new RemoveNodeLabel(runner, reason, node, key));
        }
    }

    /// <summary>Changes a node's availability where it is another; at most once a node and pass, and not on a node that is held.</summary>
    public void SetAvailability(string runner, Node node, Availability availability, string reason)
    {
        _isMoving |= _held.Contains(node.Id);
        if (node.Availability != availability && !_held.Contains(node.Id) && _switched.Add(node.Id))
        {
            _actions.Add(new SetAvailability(runner, reason, node, availability));
        }
    }

    /// <summary>A node label's value once this plan is carried out; null if the node will not have it.</summary>
    public string? LabelAfter(Node node, string key) =>
        _labels.TryGetValue((node.Id, key), out var planned) ? planned : node.Labels.GetValueOrDefault(key);

    /// <summary>
    /// Keeps this plan from writing to nodes whose tasks a gate is about to shut out: a write makes the constraint enforcer
    /// look at the node, and it might do so before the updater has stopped them in order.
    /// </summary>
    /// <returns>False if the plan writes to one of them already.</returns>
    public bool Hold(IReadOnlyCollection<string> nodeIds)
    {
        if (_labels.Keys.Any(label => nodeIds.Contains(label.Node)) || _switched.Overlaps(nodeIds))
        {
            return false;
        }

        _held.UnionWith(nodeIds);
        return true;
    }

    /// <summary>Says why something is not done.</summary>
    public void Refuse(string runner, string subject, string reason) => Add(new Refusal(runner, subject, reason));

    /// <summary>Says what something waits for that is done by itself afterwards.</summary>
    public void Wait(string runner, string subject, string reason) => Add(new Refusal(runner, subject, reason) { IsWaiting = true });

    private void Add(Refusal refusal)
    {
        if (_told.Add(refusal))
        {
            _refusals.Add(refusal);
        }
    }

    /// <summary>Asks for another look when time alone will have changed something.</summary>
    public void LookAgain(DateTimeOffset at) => _lookAgainAt = _lookAgainAt is { } earlier && earlier < at ? earlier : at;

    /// <summary>Asks for a close watch: something is on its way.</summary>
    public void WatchClosely() => _isMoving = true;

    /// <summary>Says that a trace of ours must be left for a later look, which takes it away: watched closely until then.</summary>
    public void LeaveForLater()
    {
        _isMoving = true;
        _isUnfinished = true;
    }

    private bool MayLabel(string runner, Node node, string key)
    {
        if (!_held.Contains(node.Id))
        {
            return !_labels.ContainsKey((node.Id, key));
        }

        _isMoving = true;
        Wait(runner, node.Hostname, $"label {key} is written once the tasks that are about to leave {node.Hostname} have been stopped there");
        return false;
    }

    /// <summary>The finished plan.</summary>
    public Plan ToPlan() => new(_actions.ToImmutable(), _refusals.ToImmutable(), Memory, _lookAgainAt, _isMoving, _isUnfinished || Memory.HandOffs.Count > 0);
}
