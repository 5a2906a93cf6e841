using Orcastra.Conformance;

namespace Orcastra.Tests.Conformance;

/// <summary>The simulator behaves as real engines were seen to: the same behaviours that tests/Orcastra.LabTests shows on those.</summary>
public sealed class SimulatorConformanceTests(SimulatorConformanceTests.Results results) : IClassFixture<SimulatorConformanceTests.Results>
{
    public static TheoryData<string, string> All => Rows();

    [Theory]
    [MemberData(nameof(All))]
    public void The_simulator_behaves_as_a_real_Swarm(string engine, string behaviour)
    {
        var (index, shown) = Behaviour.All.Index().Single(entry => entry.Item.Name == behaviour);
        SynchronizationContext.SetSynchronizationContext(null); // what is awaited goes on where the timeline stands
        using var swarm = new VirtualSwarm(engine, shown.Reach == Reach.Services ? 3 : 4, seed: (ulong)index + 1);

        var result = swarm.Run(Shown.OnAsync(swarm, shown, index, swarm.Nodes.ElementAtOrDefault(3)));

        results.Add(engine, result);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Measured);
        Assert.True(result.Fault is null, $"{shown}: {result.Fault}");
        Assert.Equal(0, swarm.Strays);
    }

    private static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var engine in new[] { "26.1", "20.10" })
        {
            foreach (var behaviour in Behaviour.All)
            {
                rows.Add(engine, behaviour.Name);
            }
        }

        return rows;
    }

    /// <summary>Prints what was measured, if that is wished.</summary>
    public sealed class Results : IDisposable
    {
        private readonly List<(string Engine, Shown Shown)> _all = [];

        internal void Add(string engine, Shown shown) => _all.Add((engine, shown));

        public void Dispose()
        {
            foreach (var engine in Environment.GetEnvironmentVariable("ORCASTRA_TEST_SHOW") is { Length: > 0 } ? _all.GroupBy(result => result.Engine) : [])
            {
                Console.WriteLine($"\nSimulated engine {engine.Key}:\n{Shown.Table(engine.Select(result => result.Shown))}\n");
            }
        }
    }
}
