using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Rebooting;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Rebooting;

/// <summary>What machines answer over ssh, and what it means.</summary>
public sealed class SshMachinesTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";

    [Theory]
    [InlineData($"{Id}\nreboot-required\n", true)]
    [InlineData($"{Id}\nno-reboot-required\n", false)]
    public void A_boot_id_and_a_word_are_an_answer(string output, bool needsReboot)
    {
        var sighting = SshMachines.Read(Given.Noon, new(0, output, ""))!;
        Assert.Equal((Id, needsReboot, ""), (sighting.BootId, sighting.NeedsReboot, sighting.Trouble));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "Welcome!\n" + Id + "\nreboot-required\n")]
    [InlineData(0, Id + "\n")]
    [InlineData(0, "1111\nreboot-required\n")]
    [InlineData(255, Id + "\nreboot-required\n")]
    [InlineData(null, Id + "\nreboot-required\n")]
    public void Anything_else_is_none(int? code, string output) => Assert.Null(SshMachines.Read(Given.Noon, new(code, output, "")));

    [Theory]
    [InlineData(0, "orcastra-reboots\n", null)]
    [InlineData(255, "orcastra-reboots\n", null)]
    [InlineData(null, "", null)]
    [InlineData(255, "", "")]
    [InlineData(1, "orcastra-reboots\n", "`systemctl reboot` ended with 1: Access denied; set ORCASTRA_REBOOT_COMMAND")]
    [InlineData(127, "orcastra-reboots\n", "`systemctl reboot` ended with 127: Access denied; set ORCASTRA_REBOOT_COMMAND")]
    public void A_lost_connection_is_a_reboot_a_refused_one_is_none(int? code, string output, string? failure)
    {
        var said = SshMachines.Failure(new(code, output, "Access denied\n"), "systemctl reboot");
        Assert.True(failure is null ? said is null : said?.StartsWith(failure, StringComparison.Ordinal), said);
        Assert.Equal(failure is "", said is "");
    }

    [Fact]
    public void A_node_is_reached_as_the_inventory_says_or_at_its_own_address()
    {
        var settings = Settings.Default with { SshUser = "ops" };
        var policy = new Policy().WithNode("b").WithNode("c");
        policy = policy with { Nodes = [policy.Nodes[0] with { Ip = "192.0.2.2" }, policy.Nodes[1] with { Host = "ssh://me@c.example:2222" }] };
        Assert.Equal("-l ops -- 192.0.2.1", Target("a"));
        Assert.Equal("-l ops -- 192.0.2.2", Target("b"));
        Assert.Equal("-l me -p 2222 -- c.example", Target("c"));
        Assert.Equal("-- 192.0.2.9", string.Join(' ', SshMachines.Target(policy, Settings.Default, Given.Node("d") with { Address = "0.0.0.0", ManagerAddress = "192.0.2.9:2377" })));
        string Target(string node) => string.Join(' ', SshMachines.Target(policy, settings, Given.Node(node)));
    }
}
