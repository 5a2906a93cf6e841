using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Docker;
using Orcastra.Logging;

namespace Orcastra.Membership;

/// <summary>
/// Carries a plan of membership out, at the engines it concerns. Each action fails alone, is recorded, and is found out about
/// anew by the next look: whoever is in a Swarm already refuses to join again, and roles are written by compare-and-swap.
/// </summary>
/// <param name="engines">The engines.</param>
/// <param name="setbacks">What failed before.</param>
/// <param name="journal">Where it is recorded.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class MembershipExecutor(EngineDirectory engines, Setbacks setbacks, Journal journal, TimeProvider time, ILogger log)
{
    /// <summary>Carries it out.</summary>
    /// <param name="actions">What is to be done.</param>
    /// <param name="look">The look that it was planned on.</param>
    /// <param name="mayWrite">Asked before each write.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>How many took effect.</returns>
    public async Task<int> CarryOutAsync(IReadOnlyCollection<MembershipAction> actions, MembershipLook look, Func<CancellationToken, Task<bool>> mayWrite, CancellationToken stop)
    {
        var tokens = new Lazy<Task<JoinTokens>>(() => look.Manager!.Swarm.TokensAsync(stop));
        var done = await Task.WhenAll(actions.Select(async action => await mayWrite(stop) && await TryAsync(action, look, tokens, stop)));
        return done.Count(isDone => isDone);
    }

    private async Task<bool> TryAsync(MembershipAction action, MembershipLook look, Lazy<Task<JoinTokens>> tokens, CancellationToken stop)
    {
        try
        {
            await SendAsync(action, look, tokens, stop);
            setbacks.Forget(action.Subject);
            Record(action, failure: null);
            return true;
        }
        catch (ConflictException conflict)
        {
            log.Debug("{Subject:l} has changed since it was looked at: {Message:l}", action.Subject, conflict.Message);
            return false;
        }
        catch (DockerException fault)
        {
            if (setbacks.Note(action.Subject, fault.Message))
            {
                Record(action, fault.Message);
            }

            return false;
        }
    }

    private Task SendAsync(MembershipAction action, MembershipLook look, Lazy<Task<JoinTokens>> tokens, CancellationToken stop) => action.Match(
        init => ClientOf(init, look).Swarm.InitAsync(init.AdvertiseAddress, stop),
        async join =>
        {
            var found = await tokens.Value;
            await ClientOf(join, look).Swarm.JoinAsync(join.AsManager ? found.Manager : found.Worker, join.ManagerAddresses, join.AdvertiseAddress, stop);
        },
        promote => look.Manager!.Nodes.SetRoleAsync(promote.Node.Id, promote.Node.Version, "manager", stop),
        demote => look.Manager!.Nodes.SetRoleAsync(demote.Node.Id, demote.Node.Version, "worker", stop),
        remove => look.Manager!.Nodes.RemoveAsync(remove.Node.Id, stop));

    private DockerClient ClientOf(MembershipAction action, MembershipLook look) =>
        engines.ClientOf(look.View.Members.First(entry => entry.Name == action.Subject))!;

    private void Record(MembershipAction action, string? failure)
    {
        var words = MembershipWords.Of(action);
        var outcome = string.Join(": ", new[] { words.What, failure is null ? "" : $"failed: {failure}" }.Where(part => part.Length > 0));
        journal.Record(new(time.GetUtcNow(), Runner.Bootstrap, words.Kind, action.Subject, action.Reason, outcome.Length > 0 ? outcome : "done") { IsFailure = failure is not null });
    }
}
