using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Orcastra.Config;
using Orcastra.Core.Policies;

namespace Orcastra.Tests.Config;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_set_means_the_defaults_of_existing_installations()
    {
        var settings = Load(out var errors);
        Assert.Empty(errors);
        Assert.Equal("swarm-dev", settings.StackName);
        Assert.Equal("/etc/swarm-orchestration/nodes.yml", settings.NodesFile);
        Assert.Equal("/etc/swarm-orchestration/dependencies.yml", settings.DependenciesFile);
        Assert.Equal("/etc/swarm-orchestration/swarm.yml", settings.SwarmFile);
        Assert.Equal((60, 600), (settings.RelabelTime.TotalSeconds, settings.MaxMismatchDuration.TotalSeconds));
        Assert.True(settings is { EventMode: true, PollingMode: true, RestartDependents: true, Debug: true });
        Assert.True(settings is { PruneUnknownLabels: false, DryRun: false, RunOnce: false, LogToFile: false, NoColor: false, DockerTlsVerify: false, BindDependents: false });
        Assert.Equal((HandOffMode.Ordered, 4, 50, "orcastra"), (settings.HandOff, settings.MaxParallelGroups, settings.MaxLostNodesPercent, settings.MemoryName));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:6060"), settings.Listen);
        Assert.Equal("unix:///var/run/docker.sock", settings.DockerHost);
        Assert.Empty(settings.Notes);
    }

    [Fact]
    public void Every_variable_in_use_sets_a_property_of_its_own()
    {
        var properties = typeof(Settings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name is not "Notes").Select(p => p.Name.ToUpperInvariant());
        var variables = Variables.All.Where(variable => variable.IsUsed).Select(variable => variable.Name.Replace("ORCASTRA_", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal));
        Assert.Equal(properties.Order(), variables.Select(name => name == "TZ" ? "TIMEZONE" : name).Order());
    }

    [Fact]
    public void No_name_is_another_names_file() =>
        Assert.Equal(Variables.All.Length * 2, Variables.All.SelectMany(variable => new[] { variable.Name, variable.Name + "_FILE" }).Distinct().Count());

    [Fact]
    public void Everything_malformed_is_told_at_once()
    {
        Load(out var errors, ("RELABEL_TIME", "6o"), ("EVENT_MODE", "maybe"), ("ORCASTRA_LISTEN", "here"), ("ORCASTRA_HANDOF", "labels"), ("GC_CRON", "daily"));
        Assert.Equal(5, errors.Length);
        Assert.Contains("environment: RELABEL_TIME: '6o' is no number of seconds; write e.g. 60 (greater than 0, at most 4000000)", errors);
        Assert.Contains("environment: ORCASTRA_HANDOF is not a variable of Orcastra; did you mean 'ORCASTRA_HANDOFF'?", errors);
    }

    [Theory]
    [InlineData("RELABEL_TIME", "0")]
    [InlineData("RELABEL_TIME", "-1")]
    [InlineData("RELABEL_TIME", "NaN")]
    [InlineData("RELABEL_TIME", "99999999999")]
    [InlineData("ORCASTRA_MAX_PARALLEL_GROUPS", "0")]
    [InlineData("ORCASTRA_MAX_LOST_NODES_PERCENT", "101")]
    [InlineData("ORCASTRA_LISTEN", "127.0.0.1:99999")]
    [InlineData("ORCASTRA_LOG_FORMAT", "xml")]
    [InlineData("ORCASTRA_MEMORY_NAME", "my memory")]
    [InlineData("STACK_NAME", "my stack")]
    [InlineData("TZ", "Middle/Earth")]
    [InlineData("DOCKER_HOST", "npipe:////./pipe/docker_engine")]
    [InlineData("DOCKER_HOST", "unix://")]
    [InlineData("DOCKER_API_VERSION", "v1")]
    [InlineData("BOOTSTRAP_MODE", "never")]
    [InlineData("WEBHOOK_URL", "hook")]
    public void What_does_not_fit_is_an_error_with_the_variables_name(string name, string value)
    {
        Load(out var errors, (name, value));
        Assert.StartsWith($"environment: {name}: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    [InlineData(":6060", "0.0.0.0:6060")]
    [InlineData("localhost:6060", "127.0.0.1:6060")]
    [InlineData("[::1]:6060", "[::1]:6060")]
    public void The_address_to_listen_on_may_be_short(string text, string? expected) =>
        Assert.Equal(expected, Load(out _, ("ORCASTRA_LISTEN", text)).Listen?.ToString());

    [Theory]
    [InlineData("tcp://192.0.2.10:2376")]
    [InlineData("ssh://root@node-b:2222")]
    [InlineData("unix:///run/user/1000/docker.sock")]
    public void Docker_hosts_are_taken_as_they_are(string host)
    {
        Assert.Equal(host, Load(out var errors, ("DOCKER_HOST", host)).DockerHost);
        Assert.Empty(errors);
    }

    [Fact]
    public void Both_modes_off_is_an_error()
    {
        Load(out var errors, ("EVENT_MODE", "off"), ("POLLING_MODE", "0"));
        Assert.Contains("both off", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Unattended_reboots_need_a_window()
    {
        Load(out var errors, ("ORCASTRA_AUTO_REBOOT", "true"));
        Assert.Contains("ORCASTRA_MAINTENANCE_WINDOW is not set", Assert.Single(errors), StringComparison.Ordinal);
        Assert.True(Load(out errors, ("ORCASTRA_AUTO_REBOOT", "true"), ("ORCASTRA_MAINTENANCE_WINDOW", "0 3 * * 0 2h")).AutoReboot);
        Assert.Empty(errors);
        Assert.Contains("is no maintenance window", ErrorOf("0 3 * * 0"), StringComparison.Ordinal);
        static string ErrorOf(string window)
        {
            Load(out var wrong, ("ORCASTRA_MAINTENANCE_WINDOW", window));
            return Assert.Single(wrong);
        }
    }

    [Fact]
    public void Empty_counts_as_not_set()
    {
        Assert.Equal("swarm-dev", Load(out var errors, ("STACK_NAME", " "), ("NO_COLOR", ""), ("EVENT_MODE", null)).StackName);
        Assert.Empty(errors);
    }

    [Fact]
    public void A_value_may_stand_in_a_file()
    {
        var settings = Settings.Load(Texts.Environment(("STACK_NAME_FILE", "/run/secrets/stack")), path => path == "/run/secrets/stack" ? "prod\n" : "", out var errors);
        Assert.Empty(errors);
        Assert.Equal("prod", settings.StackName);
    }

    [Fact]
    public void What_stands_in_a_file_or_is_secret_is_never_shown()
    {
        Settings.Load(Texts.Environment(("WEBHOOK_URL_FILE", "/secret"), ("APPRISE_URL", "hunter2"), ("STACK_NAME_FILE", "/secret")), _ => "hunter 2", out var errors);
        Assert.Equal(3, errors.Length);
        Assert.DoesNotContain(errors, error => error.ToString().Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_and_a_file_or_a_file_that_is_not_there_is_an_error()
    {
        Settings.Load(
            Texts.Environment(("TZ", "UTC"), ("TZ_FILE", "/tz"), ("STACK_NAME_FILE", "/none")),
            path => path == "/none" ? throw new FileNotFoundException("no such file") : "UTC",
            out var errors);
        Assert.Equal(["environment: STACK_NAME_FILE: cannot read /none: no such file", "environment: TZ and TZ_FILE are both set; keep one of them"], errors.Select(e => e.ToString()).Order());
    }

    [Fact]
    public void What_is_not_used_yet_is_checked_and_noted() =>
        Assert.Equal(["GC_DRY_RUN is set; this version checks it but does not use it yet"], Load(out _, ("GC_DRY_RUN", "1")).Notes);

    private static Settings Load(out ImmutableArray<string> errors, params (string, string?)[] variables)
    {
        var settings = Settings.Load(Texts.Environment(variables), _ => "", out var found);
        errors = [.. found.Select(error => error.ToString())];
        return settings;
    }
}
