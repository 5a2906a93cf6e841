using System.Text;

namespace Orcastra.Tests.Config;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a:\n\t- b\n", "dependencies.yml:2:1: this is not YAML: a tab indents this line")]
    [InlineData("a: [b]\na: [c]\n", "dependencies.yml:2:1: 'a' stands twice in this map (first in line 1)")]
    [InlineData("a: [b]\n---\nc: [d]\n", "dependencies.yml:2:1: this is not YAML: a second document starts here")]
    [InlineData("a: *x\n", "dependencies.yml:1:4: alias *x has no &x before it")]
    [InlineData("a: &a [*a]\n", "dependencies.yml:1:8: alias *a has no &a before it")]
    [InlineData("a: !mine [b]\n", "dependencies.yml:1:4: tag !mine does not fit here")]
    [InlineData("a: !!binary [b]\n", "dependencies.yml:1:4: tag")]
    [InlineData("a: [b\n\n# end\n\n", "dependencies.yml:1:6: this is not YAML: a bracket before this is not closed")]
    [InlineData("a: [b]\nc: [d: e]\n", "dependencies.yml:2:5: a dependent must be the name of a service, this is a map")]
    [InlineData("a: [b]\n: [c]\n", "dependencies.yml:2:3: an anchor without a name")]
    [InlineData("a: [\"b]\nc: [d]\ne: [f]\ng: [\"h\"]\n", "dependencies.yml:1:5: this is not YAML: a text in quotes does not end")]
    [InlineData("? [a]\n: [b]\n", "dependencies.yml:1:3: a key must be a name, this is a list")]
    [InlineData("- a\n", "dependencies.yml:1:1: the file must be a map at its top, this is a list")]
    [InlineData("just text\n", "dependencies.yml:1:1: the file must be a map at its top, this is a single value")]
    [InlineData("a: [b]\nc: {d: e}\n", "dependencies.yml:2:1: anchor 'c' has no services")]
    public void What_is_wrong_is_said_where_it_is(string text, string error) =>
        Assert.Contains(Texts.Errors(text), found => found.StartsWith(error, StringComparison.Ordinal));

    [Fact]
    public void Every_error_of_every_file_is_told_at_once()
    {
        var errors = Texts.Errors("a: {services: [b], bnid: true, handoff: never}\n", "nodes: {n: {ip: nowhere, labels: [a/b]}}\nleader: m\n", "x: 1\n");
        Assert.Equal(6, errors.Length);
        Assert.Equal(["dependencies.yml", "nodes.yml", "swarm.yml"], errors.Select(error => error.Split(':')[0]).Distinct());
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xFF, 0xFE }, "dependencies.yml:2:1: byte 0xFF is not UTF-8")]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0 }, "dependencies.yml:2:2: control character U+0000")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "dependencies.yml:1:1: byte 0xFF is not UTF-8")]
    public void What_is_no_text_is_refused_where_it_stops_being_text(byte[] bytes, string error) =>
        Assert.StartsWith(error, Assert.Single(Texts.LoadBytes(bytes, null, null).Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_merge_key_brings_in_what_the_map_does_not_say_itself()
    {
        var policy = Texts.Good(nodes: """
            x-base: &base {ip: 192.0.2.1, labels: [ssd]}
            nodes:
              node-a: {<<: *base}
              node-b: {<<: *base, labels: [hdd]}
              node-c: {<<: [{labels: [tape]}, *base]}
            """);
        Assert.Equal(["ssd", "hdd", "tape"], policy.Nodes.Select(node => Assert.Single(node.Labels).Key));
        Assert.Equal(["192.0.2.1", "192.0.2.1", "192.0.2.1"], policy.Nodes.Select(node => node.Ip));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# nothing yet\n")]
    [InlineData("---\n")]
    [InlineData("~\n")]
    [InlineData("\uFEFF")]
    public void A_file_without_content_counts_as_absent_and_it_is_said(string text)
    {
        var result = Texts.LoadBytes(Encoding.UTF8.GetBytes(text), null, null);
        Assert.False(result.Policy!.HasDependencies);
        Assert.Contains(result.Notes, note => note.StartsWith("dependencies.yml has no content", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_map_declares_that_there_is_nothing() => Assert.True(Texts.Good("{}").HasDependencies);
}
