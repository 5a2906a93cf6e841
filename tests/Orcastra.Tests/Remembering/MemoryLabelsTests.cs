using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Remembering;

public sealed class MemoryLabelsTests
{
    [Theory]
    [InlineData("handoff.x", "{}")]
    [InlineData("attempts.x", "{}")]
    [InlineData("adopted.x", "{}")]
    [InlineData("dwell.x", "{}")]
    [InlineData("drain.x", "{}")]
    [InlineData("drain.x", """{"NodeId":"x"}""")]
    [InlineData("handoff.x", "null")]
    [InlineData("handoff.x", "")]
    [InlineData("adopted.x", """{"TaskIds":[null]}""")]
    [InlineData("adopted.x", """{"TaskIds":null}""")]
    [InlineData("kept.x", """{"UserHash":"x"}""")]
    [InlineData("dwell.x", """{"Places":["a"],"Moves":-1}""")]
    [InlineData("attempts.x", """{"Count":0,"Circumstances":"","LastOutcome":""}""")]
    [InlineData("attempts.x", """{"Count":1,"LastOutcome":""}""")]
    public void What_is_not_whole_is_refused_and_the_label_named(string label, string value)
    {
        var problem = Assert.Throws<FormatException>(() => MemoryLabels.Read(new Dictionary<string, string> { [label] = value }));
        Assert.Contains($"label {label} cannot be read", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Who takes over may read what an earlier version has written.</summary>
    [Theory]
    [InlineData("Move", false)]
    [InlineData("Restart", false)]
    [InlineData("Drain", true)]
    [InlineData("Relocate", true)]
    public void The_purpose_of_a_hand_off_is_its_word_and_nothing_that_follows_from_it_is_written(string word, bool goesByItself)
    {
        var label = $$"""{"Id":"s-1","ServiceId":"s","Anchor":"","Purpose":"{{word}}","Epoch":1,"From":["a"],"Targets":["b"],"UserHash":"hash","ForceUpdate":0,"BegunAt":"2025-03-01T12:00:00+00:00","IsAsked":false}""";
        var memory = MemoryLabels.Read(new Dictionary<string, string> { ["handoff.s"] = label });
        Assert.Equal(goesByItself, memory.HandOffs["s"].GoesByItself);
        Assert.Equal(label, MemoryLabels.Write(memory)["handoff.s"]);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var at = new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.Add("s", new("s-1", "s", "", HandOffPurpose.Restart, 1, [], ["n"], "hash", 3, at, null, null, null, null)),
            Attempts = Memory.Empty.Attempts.Add("s", new(1, at, at, "hash/n", "it failed")),
            Adoptions = Memory.Empty.Adoptions.Add("a", new(["t"])),
            Dwells = Memory.Empty.Dwells.Add("a", new(["n"], at, 0)),
            Drains = Memory.Empty.Drains.Add("n", new("n", at, true, Availability.Pause, 3, 2, at) { State = DrainState.Failed, Reason = "why", CordonedAt = at, EndedAt = at, IsOver = true }),
            Kept = Memory.Empty.Kept.Add("s", new("hash", "later", at)),
            Reboots = Memory.Empty.Reboots.Add("n", new("n", at, true, Availability.Pause, "x") { Stage = RebootStage.Sent, StageAt = at, SentAt = at, PriorBootId = "id" }),
        };

        var written = MemoryLabels.Write(memory);

        Assert.Equal(written, MemoryLabels.Write(MemoryLabels.Read(written)));
        Assert.Equal(memory.Drains["n"], MemoryLabels.Read(written).Drains["n"]);
        Assert.Equal(memory.Kept["s"], MemoryLabels.Read(written).Kept["s"]);
        Assert.Equal(memory.Reboots["n"], MemoryLabels.Read(written).Reboots["n"]);
    }
}
