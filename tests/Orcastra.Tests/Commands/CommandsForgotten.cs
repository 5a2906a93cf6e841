using Orcastra.Core.Commands;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Commands;

/// <summary>When the record of a command goes, and how large it may be until then.</summary>
public sealed class CommandsForgotten
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db"));

    [Fact]
    public void What_is_longer_than_any_name_is_no_command() =>
        Assert.Equal("it has 301 characters, and no command has more than 300", CommandGrammar.Read("retry:" + new string('x', 295), out _));

    [Fact]
    public void What_is_said_of_one_has_an_end()
    {
        var cluster = new Cluster().Node("a", "db").Service(Given.Spec("db"), "a");
        foreach (var number in Enumerable.Range(0, 200))
        {
            cluster.Service(Given.Spec($"service-with-a-long-name-{number}", "node.hostname == a"), "a");
        }

        cluster.Memory = Memory.Empty.With("1", "drain_node:a", "x");
        var says = cluster.Plan(Policy).Memory.Commands["1"].Says;
        Assert.StartsWith("a is not drained: ", says, StringComparison.Ordinal);
        Assert.Equal(2001, says.Length);
    }

    [Fact]
    public void What_nobody_waits_for_goes_once_it_has_ended_and_the_rest_an_hour_later()
    {
        var given = Memory.Empty.With("1", "noop", "a").With("2", "noop", "b");
        var cluster = new Cluster().Node("a", "db").Service(Given.Spec("db"), "a");
        cluster.Memory = given with { Commands = given.Commands.SetItem("1", given.Commands["1"] with { IsUnattended = true }) };
        cluster.Memory = cluster.Plan(Policy).Memory;
        Assert.All(cluster.Memory.Commands.Values, command => Assert.NotNull(command.EndedAt));
        Assert.Equal(["2"], cluster.Plan(Policy, secondsLater: 1).Memory.Commands.Keys);
        Assert.Equal(["2"], cluster.Plan(Policy, secondsLater: 3599).Memory.Commands.Keys);
        Assert.Empty(cluster.Plan(Policy, secondsLater: 3601).Memory.Commands);
    }
}
