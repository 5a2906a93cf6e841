using Orcastra.Config;
using Orcastra.Core.Policies;

namespace Orcastra.Tests.Config;

public sealed class DependenciesTests
{
    [Fact]
    public void The_short_form_takes_its_options_from_the_environment()
    {
        var settings = Settings.Default with { StackName = "prod", RestartDependents = false, HandOff = HandOffMode.Labels, BindDependents = true };
        var anchor = Assert.Single(Texts.Good("couchdb: [swarmpit, influxdb]", settings: settings).Anchors);
        Assert.Equal("prod_couchdb", anchor.FullName(anchor.Name));
        Assert.Equal(["swarmpit", "influxdb"], anchor.Dependents);
        Assert.Equal((false, HandOffMode.Labels, true), (anchor.RestartDependents, anchor.HandOff, anchor.Bind));
        Assert.Equal(RetrySchedule.Default.Waits, anchor.Retries.Waits);
        Assert.Equal("dependencies.yml:1:1", anchor.Where);
    }

    [Fact]
    public void The_full_form_says_it_itself()
    {
        var anchor = Assert.Single(Texts.Good("""
            gitea_db:
              stack: git
              restart_dependents: No
              retry_intervals: [0.5, 10]
              handoff: labels
              bind: on
              services: [gitea]
            """).Anchors);
        Assert.Equal(("git", false, HandOffMode.Labels, true), (anchor.Stack, anchor.RestartDependents, anchor.HandOff, anchor.Bind));
        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10)], anchor.Retries.Waits);
    }

    [Fact]
    public void An_anchor_may_have_no_dependents_and_still_gets_its_label() =>
        Assert.Empty(Assert.Single(Texts.Good("db: []").Anchors).Dependents);

    [Fact]
    public void An_empty_stack_means_that_names_are_full() =>
        Assert.Equal("db", Assert.Single(Texts.Good("db: {stack: '', services: [web]}").Anchors).FullName("db"));

    [Fact]
    public void A_dependent_may_be_an_anchor_itself() => Assert.Equal(2, Texts.Good("db: [web]\nweb: [cache]").Anchors.Length);

    [Fact]
    public void A_cycle_is_shown_as_a_whole_with_every_place() =>
        Assert.Equal(
            "dependencies.yml:3:5: a cycle: swarm-dev_a (dependencies.yml:1:5) → swarm-dev_b (dependencies.yml:2:5) → swarm-dev_c (dependencies.yml:3:5) → swarm-dev_a; whatever moves first would be moved again, remove one of these dependents",
            Assert.Single(Texts.Errors("a: [b]\nb: [c]\nc: [a]\nd: [e]\n")));

    [Fact]
    public void Two_cycles_are_two_errors_and_what_hangs_on_them_is_none() =>
        Assert.Equal(["dependencies.yml:2:5", "dependencies.yml:4:5"], Texts.Errors("a: [b, x]\nb: [a]\nc: [d]\nd: [c]\nx: [y]\n").Select(Place));

    [Fact]
    public void The_same_plain_names_in_two_stacks_are_no_cycle() =>
        Assert.Equal(2, Texts.Good("db: {stack: one, services: [web]}\nweb: {stack: two, services: [db]}").Anchors.Length);

    [Fact]
    public void A_dependent_of_two_anchors_is_refused_with_both_places() =>
        Assert.Contains("'swarm-dev_x' follows 'swarm-dev_a' already (dependencies.yml:1:5)", Assert.Single(Texts.Errors("a: [x]\nb: [x]\n")), StringComparison.Ordinal);

    [Fact]
    public void A_dependent_that_is_its_own_anchor_is_refused() => Assert.Contains("cannot follow itself", Assert.Single(Texts.Errors("a: [a]\n")), StringComparison.Ordinal);

    [Fact]
    public void One_label_name_for_two_stacks_is_refused() =>
        Assert.Contains(
            "one label name cannot serve two stacks",
            Assert.Single(Texts.Errors("db: {stack: one, services: [a]}", swarm: "dependencies: {db: {stack: two, services: [b]}}")),
            StringComparison.Ordinal);

    [Fact]
    public void Two_anchors_that_are_one_service_are_refused() =>
        Assert.Contains("is the service 'a_b_c'", Assert.Single(Texts.Errors("b_c: {stack: a, services: []}\nc: {stack: a_b, services: []}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: {services: [b], restart_dependent: true}", "1:20: anchor 'a' has no 'restart_dependent'; did you mean 'restart_dependents'?")]
    [InlineData("a: {services: [b], colour: red}", "1:20: anchor 'a' has no 'colour'; known are services, stack,")]
    [InlineData("a: {services: [b], bind: perhaps}", "1:26: bind: 'perhaps' is neither true nor false")]
    [InlineData("a: {services: [b], bind: }", "1:26: bind has no value")]
    [InlineData("a: {services: b}", "1:15: services must be a list, this is a single value")]
    [InlineData("a: {services: }", "1:15: services must be a list, this is nothing (write [] for none)")]
    [InlineData("a:", "1:3: anchor 'a' must be a list of services or a map with services, this is nothing; write [] for none")]
    [InlineData("a: {services: [b], retry_intervals: [1, 0]}", "1:41: retry_intervals: '0' is no number of seconds")]
    [InlineData("a: {services: [b], retry_intervals: [1e9]}", "1:38: retry_intervals: '1e9' is no number of seconds")]
    [InlineData("a: {services: [b], retry_intervals: 5}", "1:37: retry_intervals must be a list, this is a single value")]
    [InlineData("a: {services: [b], retry_intervals: []}", "1:37: retry_intervals is empty")]
    [InlineData("a: [b, b]", "1:8: dependent 'b' stands twice")]
    [InlineData("a: ['']", "1:5: a dependent without a name")]
    [InlineData("a: [~]", "1:5: a dependent without a name")]
    [InlineData("a b: [c]", "1:1: anchor: 'a b' cannot be a service's name")]
    [InlineData("a: [-c]", "1:5: dependent: '-c' cannot be a service's name")]
    [InlineData("a: [{b: c}]", "1:5: a dependent must be the name of a service, this is a map")]
    public void What_is_wrong_is_said_with_what_to_write(string text, string error) =>
        Assert.StartsWith("dependencies.yml:" + error, Assert.Single(Texts.Errors(text)), StringComparison.Ordinal);

    private static string Place(string error) => error[..error.IndexOf(": ", StringComparison.Ordinal)];
}
