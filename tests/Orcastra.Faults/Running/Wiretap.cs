using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What an instance last looked at, in full.</summary>
internal sealed class Sighting
{
    public DateTimeOffset? Memory { get; set; }

    public DateTimeOffset? Services { get; set; }

    public DateTimeOffset? Nodes { get; set; }

    public DateTimeOffset? Tasks { get; set; }

    /// <summary>Nodes that were not down when it asked for nodes.</summary>
    public HashSet<string> Living { get; set; } = [];

    /// <summary>Tasks that were stopping on a living node when it asked for tasks.</summary>
    public HashSet<string> Stopping { get; set; } = [];

    /// <summary>Where each service had its places when it asked for tasks.</summary>
    public Dictionary<string, IReadOnlyList<string>> Places { get; set; } = new(StringComparer.Ordinal);

    /// <summary>True if all its parts were answered, in order.</summary>
    public bool IsWhole => Memory <= Services && Services <= Nodes && Nodes <= Tasks;
}

/// <summary>Listens to the requests of one instance, between it and its engine.</summary>
internal sealed class Wiretap(HttpMessageHandler inner, Stage stage, int number) : DelegatingHandler(inner)
{
    private KillAtRequest? _kill;
    private int _untilKill;
    private DateTimeOffset _frozenUntil;
    private byte[]? _lease;

    /// <summary>What it last looked at.</summary>
    public Sighting Seen { get; } = new();

    /// <summary>The machine it runs on.</summary>
    public int Number => number;

    public void Arm(KillAtRequest kill) => (_kill, _untilKill) = (kill, kill.After);

    /// <summary>Shows it the lease as it is now until then.</summary>
    public void Freeze(DateTimeOffset until) => _frozenUntil = until;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = Asked.Of(request, stage.Store);
        if ((asked.IsWrite && !MayWrite(asked)) || IsKilledAt(asked))
        {
            return await new TaskCompletionSource<HttpResponseMessage>().Task;
        }

        if (asked.What == AskedFor.Lease && !asked.IsWrite && stage.Now < _frozenUntil && _lease is not null)
        {
            return new() { Content = new ByteArrayContent(_lease), RequestMessage = request };
        }

        Before(asked);
        var isAnswered = false;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            isAnswered = response.IsSuccessStatusCode;
            if (isAnswered && asked is { What: AskedFor.Lease, IsWrite: false })
            {
                _lease = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            }

            return response;
        }
        finally
        {
            After(asked, isAnswered);
        }
    }

    private bool MayWrite(Asked asked)
    {
        if (stage.CountWrite() is not { } write)
        {
            return false;
        }

        stage.Watch.OnSent(new(stage.Now, write, this, asked));
        return true;
    }

    private bool IsKilledAt(Asked asked)
    {
        if (_kill is not { } kill || (kill.WritesOnly && !asked.IsWrite) || _untilKill-- > 0)
        {
            return false;
        }

        _kill = null;
        stage.Disturb();
        if (kill.Milliseconds > 0)
        {
            stage.Timeline.After(TimeSpan.FromMilliseconds(kill.Milliseconds), () => stage.Instance(number)!.Kill());
            return false;
        }

        stage.Instance(number)!.Kill();
        return true;
    }

    private void Before(Asked asked)
    {
        if (asked is { What: AskedFor.AllNodes, IsWrite: false })
        {
            Seen.Living = [.. stage.Store.Nodes.Values.Where(node => node.State != NodeState.Down).Select(node => node.Id)];
        }

        if (asked is { What: AskedFor.AllTasks, IsWrite: false })
        {
            Seen.Stopping = [.. stage.Watch.StoppingTasks().Where(task => Seen.Living.Contains(task.NodeId)).Select(task => task.Id)];
            Seen.Places = stage.Store.Services.Values.ToDictionary(service => service.Spec.Name, stage.Watch.PlacesOf, StringComparer.Ordinal);
        }
    }

    private void After(Asked asked, bool isAnswered)
    {
        DateTimeOffset? at = isAnswered ? stage.Now : null;
        switch (asked.What)
        {
            case AskedFor.Memory when !asked.IsWrite:
                Seen.Memory = at;
                break;
            case AskedFor.AllServices:
                Seen.Services = at;
                break;
            case AskedFor.AllNodes:
                Seen.Nodes = at;
                break;
            case AskedFor.AllTasks:
                Seen.Tasks = at;
                break;
        }
    }
}
