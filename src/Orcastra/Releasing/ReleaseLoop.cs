using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Loop;

namespace Orcastra.Releasing;

/// <summary>How the way out ended.</summary>
/// <param name="IsSettled">True if nothing is left that could still be done.</param>
/// <param name="Trouble">Why not; empty if it is.</param>
/// <param name="Refusals">What the last plan refused.</param>
internal sealed record ReleaseOutcome(bool IsSettled, string Trouble, ImmutableArray<Refusal> Refusals);

/// <summary>
/// The ordinary passes for an owner who wants nothing: hand-offs under way are brought to their end, labels and traces
/// go by the same planners, and with the same care, as ever.
/// </summary>
/// <param name="pass">One pass.</param>
/// <param name="policy">What its owner still wants: nothing, or labels alone.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Called after each pass.</param>
internal sealed class ReleaseLoop(Pass pass, Policy policy, TimeProvider time, Action tell)
{
    private static readonly TimeSpan AfterChange = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AtRest = TimeSpan.FromMilliseconds(250);

    // A gate must not stay closed: a task that is still stopping gets this much over its own grace.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>What an owner wants who wants nothing of ours any more.</summary>
    public static Policy Nothing { get; } = new() { HasNodes = true, HasDependencies = true, HeedsServiceLabels = false, MaxLostNodesPercent = 100 };

    /// <summary>Passes until nothing is left to do, or the time is up.</summary>
    public async Task<ReleaseOutcome> RunAsync(TimeSpan patience, CancellationToken stop)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var isLate = time.GetElapsedTime(since) > patience;
            var (result, trouble) = await TryAsync(isLate, stop);
            tell();
            if (result is { Plan: { } plan } && IsSettled(plan, result))
            {
                return new(true, "", plan.Refusals);
            }

            if (result is { Plan: null })
            {
                return new(false, $"the lease is lost: {result.Standing}", []);
            }

            if (time.GetElapsedTime(since) > patience + Margin)
            {
                return new(false, trouble.Length > 0 ? trouble : $"not settled within {(patience + Margin).TotalSeconds:0} s", result?.Plan?.Refusals ?? []);
            }

            await Task.Delay(result?.Outcome.HasChanged == true ? AfterChange : AtRest, time, stop);
        }
    }

    /// <summary>How long to wait at least, so that every service under way can stop in its own time.</summary>
    public static TimeSpan LongestGrace(ClusterSnapshot snapshot, IEnumerable<string> serviceIds) => serviceIds
        .Select(id => snapshot.Services.TryGetValue(id, out var service) ? service.Spec.StopGrace : TimeSpan.Zero)
        .DefaultIfEmpty()
        .Max();

    private static bool IsSettled(Plan plan, PassResult result) =>
        plan.Actions.IsEmpty && !plan.IsMoving && !plan.IsUnfinished && !plan.Refusals.Any(refusal => refusal.IsRejection)
        && result.Outcome is { HasChanged: false, Dropped: 0, Failed: 0, Rejected.IsEmpty: true };

    // Late, nothing is watched until it has proved itself: what runs is let go of at once.
    private async Task<(PassResult? Result, string Trouble)> TryAsync(bool isLate, CancellationToken stop)
    {
        try
        {
            return (await pass.RunAsync(() => policy with { MayBegin = !isLate }, isDry: false, stop), "");
        }
        catch (DockerException fault)
        {
            return (null, fault.Message);
        }
    }
}
