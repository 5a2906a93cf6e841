using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Execution;
using Orcastra.Loop;

namespace Orcastra.Tests.Loop;

public sealed class TempoTests
{
    private static readonly PassResult Changed = Result(new(1, 0, 0));
    private static readonly PassResult Idle = Result(Outcome.Idle);

    private readonly FakeTimeProvider _time = new();
    private readonly Tempo _tempo;

    public TempoTests() => _tempo = new(_time, TimeSpan.FromMinutes(1));

    [Fact]
    public void A_hundred_changes_in_a_row_are_followed_by_a_pause()
    {
        for (var change = 1; change < 100; change++)
        {
            Assert.Equal(TimeSpan.Zero, _tempo.After(Changed));
        }

        Assert.Equal(TimeSpan.FromSeconds(5), _tempo.After(Changed));
        Assert.Equal(TimeSpan.FromSeconds(5), _tempo.After(Changed));
        Assert.Equal(TimeSpan.FromMinutes(1), _tempo.After(Idle));
        Assert.Equal(TimeSpan.Zero, _tempo.After(Changed));
    }

    [Fact]
    public void What_fails_for_everybody_slows_down_up_to_thirty_seconds() =>
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => _tempo.After(Result(new(0, 0, 1))).TotalSeconds));

    private static PassResult Result(Outcome outcome) => new(Plan.Nothing(Memory.Empty), outcome, "");
}
