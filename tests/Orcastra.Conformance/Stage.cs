using System.Globalization;

namespace Orcastra.Conformance;

/// <summary>Where one behaviour is shown: a Swarm, three of its nodes in their roles, and names of its own.</summary>
/// <param name="swarm">The Swarm.</param>
/// <param name="number">Tells the names of this behaviour from those of all others.</param>
/// <param name="worker">A worker that it has for itself; null if it has none.</param>
public sealed partial class Stage(ISwarmUnderTest swarm, int number, Machine? worker = null)
{
    private readonly List<string> _measured = [];
    private readonly HashSet<string> _labels = [];
    private readonly HashSet<string> _configs = [];
    private readonly HashSet<string> _networks = [];

    /// <summary>Waits by looking again and again.</summary>
    public Patience Patience { get; } = new(swarm.Time, TimeSpan.FromMilliseconds(100));

    public ISwarmUnderTest Swarm => swarm;

    /// <summary>A manager, by whom everything is read and written.</summary>
    public Machine A => swarm.Nodes[number % 3];

    /// <summary>Another manager.</summary>
    public Machine B => swarm.Nodes[(number + 1) % 3];

    /// <summary>The third manager.</summary>
    public Machine C => swarm.Nodes[(number + 2) % 3];

    /// <summary>The worker that this behaviour has for itself.</summary>
    public Machine Worker => worker ?? throw new InvalidOperationException("only a behaviour that reaches a worker has one");

    public EngineApi Api => A.Api;

    public SwarmView View => A.Swarm;

    /// <summary>A number that no other behaviour has, such as a host port.</summary>
    public int Port => 20000 + number;

    /// <summary>True from this release on.</summary>
    public bool IsFrom(string release) => Release(swarm.Engine) >= Release(release);

    /// <summary>Seconds since the Swarm is watched.</summary>
    public double Now => swarm.Watcher.Now;

    /// <summary>What was measured, for the table.</summary>
    public string Measured => string.Join("; ", _measured);

    /// <summary>Keeps a value for the table.</summary>
    public void Measure(FormattableString what) => _measured.Add(FormattableString.Invariant(what));

    /// <summary>A name that is this behaviour's own.</summary>
    public string Name(string of) => string.Create(CultureInfo.InvariantCulture, $"b{number}-{of}");

    /// <summary>Lets time pass.</summary>
    public Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), swarm.Time);

    /// <summary>The present by the Swarm's clock, in seconds since 1970.</summary>
    public double Clock => (swarm.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Asks for a refusal.</summary>
    /// <returns>Status and message.</returns>
    public static async Task<EngineRefusal> RefusedAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (EngineRefusal refusal)
        {
            return refusal;
        }

        throw new Different("the engine should have refused, but did not");
    }

    /// <summary>Takes away what the behaviour has left.</summary>
    public async Task ClearAsync()
    {
        foreach (var service in await View.ServicesAsync())
        {
            if (service!["Spec"]!["Name"]!.GetValue<string>().StartsWith(Name(""), StringComparison.Ordinal))
            {
                await View.RemoveAsync(service["ID"]!.GetValue<string>());
            }
        }

        foreach (var node in swarm.Nodes.Where(node => node.Id.Length > 0))
        {
            if ((await View.LabelsOfAsync(node)).Any(label => _labels.Contains(label.Split('=')[0])))
            {
                await View.EditNodeAsync(node, spec => _labels.ToList().ForEach(label => (spec["Labels"] as System.Text.Json.Nodes.JsonObject)?.Remove(label)));
            }
        }

        foreach (var config in _configs)
        {
            await Api.DeleteAsync($"/configs/{config}");
        }

        foreach (var network in _networks)
        {
            await Patience.BecomesAsync($"the network {network} to be free", 30, async () =>
                (await Api.AnswerAsync(HttpMethod.Delete, $"/networks/{network}")) is { Status: not (204 or 404) } answer ? answer.ToString() : null);
        }
    }

    private static Version Release(string text) => Version.Parse(text);
}
