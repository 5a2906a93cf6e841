namespace Orcastra.Conformance;

/// <summary>
/// Notices when managers that nobody disturbs elect a leader: on a machine with too much to do, heartbeats are late. What was
/// shown meanwhile tells of the machine and not of Swarm: a new leader takes up the updates of the old one anew.
/// </summary>
internal sealed class Steadiness(ISwarmUnderTest swarm)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<long> _elections = [];
    private string _leader = "";

    /// <summary>Watches until told to stop.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var leader = await LeaderAsync();
            if (leader != _leader && _leader.Length > 0 || leader.Length == 0)
            {
                lock (_elections)
                {
                    _elections.Add(swarm.Time.GetTimestamp());
                }
            }

            _leader = leader.Length > 0 ? leader : _leader;
            await Task.Delay(Period, swarm.Time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>True if there was no election since that moment.</summary>
    public bool Since(long moment)
    {
        lock (_elections)
        {
            return _elections.TrueForAll(election => election < moment);
        }
    }

    private async Task<string> LeaderAsync()
    {
        try
        {
            var nodes = await swarm.Nodes[0].Swarm.NodesAsync();
            return nodes.FirstOrDefault(node => node!["ManagerStatus"]?["Leader"]?.GetValue<bool>() == true)?["ID"]?.GetValue<string>() ?? "";
        }
        catch (Exception fault) when (fault is EngineRefusal or HttpRequestException or IOException or OperationCanceledException)
        {
            return "";
        }
    }
}
