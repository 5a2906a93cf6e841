using Orcastra.Core.Remembering;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Who changed something.</summary>
internal enum Author
{
    /// <summary>An Orcastra.</summary>
    Us,

    /// <summary>The user.</summary>
    User,

    /// <summary>Swarm itself, as when it rolls back.</summary>
    Swarm,
}

/// <summary>A write that an instance is about to send.</summary>
/// <param name="At">When.</param>
/// <param name="Number">How many writes there were, with this one.</param>
/// <param name="Tap">The instance's.</param>
/// <param name="Asked">What it asks for.</param>
internal sealed record Sent(DateTimeOffset At, int Number, Wiretap Tap, Asked Asked);

/// <summary>A service's spec was written.</summary>
/// <param name="Author">By whom; by the user, too, if an instance rolls it back as the user has asked.</param>
/// <param name="Sent">The write, if an instance sent it; else null.</param>
/// <param name="Service">The service, as it is now.</param>
/// <param name="Before">Its spec before; null if it was created.</param>
/// <param name="PreviousBefore">Its previous spec before.</param>
/// <param name="UpdateBefore">How its update stood before.</param>
internal sealed record ServiceWritten(
    Author Author, Sent? Sent, ServiceRecord Service, ServiceSpec? Before, ServiceSpec? PreviousBefore, UpdateStatus? UpdateBefore)
{
    public ServiceSpec After => Service.Spec;

    public string Name => Service.Spec.Name;

    /// <inheritdoc/>
    public override string ToString()
    {
        var constraints = After.Task.Constraints.Select(one => $"{one.Key}{(one.Negated ? "!=" : "==")}{one.Value}");
        return $"{Author} wrote {Name}: constraints [{string.Join(", ", constraints)}] image {After.Task.Image} (update was {UpdateBefore?.State ?? "none"})";
    }
}

/// <summary>A node's spec was written.</summary>
/// <param name="Author">By whom.</param>
/// <param name="Sent">The write; null if it is not ours.</param>
/// <param name="Node">The node, as it is now.</param>
/// <param name="Before">Its spec before.</param>
internal sealed record NodeWritten(Author Author, Sent? Sent, NodeRecord Node, NodeSpec Before)
{
    public NodeSpec After => Node.Spec;

    /// <summary>The labels that differ.</summary>
    public IEnumerable<string> ChangedLabels => Before.Labels.Keys.Union(After.Labels.Keys).Where(key =>
        Before.Labels.GetValueOrDefault(key) != After.Labels.GetValueOrDefault(key));

    /// <inheritdoc/>
    public override string ToString()
    {
        var labels = ChangedLabels.Select(key => $"{key}={After.Labels.GetValueOrDefault(key) ?? "(gone)"}");
        return $"{Author} wrote {Node.Description.Hostname}: {string.Join(", ", labels)}{(Before.Availability == After.Availability ? "" : $" {After.Availability}")}";
    }
}

/// <summary>What is remembered was written.</summary>
/// <param name="Before">What was remembered before.</param>
/// <param name="After">What is remembered now.</param>
internal sealed record MemoryWritten(Memory Before, Memory After);
