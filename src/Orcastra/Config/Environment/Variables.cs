using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Logging;
using static Orcastra.Config.EnvironmentTypes;
using static Orcastra.Config.ValueTypes;

namespace Orcastra.Config;

/// <summary>The one table of environment variables.</summary>
internal static class Variables
{
    private const string Folder = "/etc/swarm-orchestration/";

    /// <summary>All rows: those in use, then those of later versions.</summary>
    public static ImmutableArray<Variable> All { get; } = [.. InUse(), .. LaterVariables.Rows()];

    private static IEnumerable<Variable> InUse() => [.. Declarations(), .. Behaviour(), .. Membership(), .. Reboots(), .. Logging(), .. Engine()];

    private static Variable[] Declarations() =>
    [
        Variable.Of("NODES_FILE", FilePath, Folder + "nodes.yml", "nodes and their static labels", (s, v) => s with { NodesFile = v }),
        Variable.Of("DEPENDENCIES_FILE", FilePath, Folder + "dependencies.yml", "anchors and their dependents", (s, v) => s with { DependenciesFile = v }),
        Variable.Of("SWARM_FILE", FilePath, Folder + "swarm.yml", "both in one file; the single files win over it", (s, v) => s with { SwarmFile = v }),
        Variable.Of("STACK_NAME", Service, "swarm-dev", "stack of names without one of their own: app is the service STACK_NAME followed by _app", (s, v) => s with { StackName = v }),
        Variable.Of("RESTART_DEPENDENTS", Bool, "true", "default of restart_dependents: restart dependents when their anchor came back as a new task", (s, v) => s with { RestartDependents = v }),
        Variable.Of("PRUNE_UNKNOWN_LABELS", Bool, "false", "remove node labels that no file and no anchor names; options.prune_unknown_labels wins", (s, v) => s with { PruneUnknownLabels = v }),
        Variable.Of("ORCASTRA_HANDOFF", HandOff, "ordered", "default of handoff: how dependents move; labels writes to no service and may overlap old and new", (s, v) => s with { HandOff = v }),
        Variable.Of("ORCASTRA_BIND_DEPENDENTS", Bool, "false", "default of bind: leave dependents the permanent constraint node.labels.ANCHOR == true", (s, v) => s with { BindDependents = v }),
    ];

    private static Variable[] Behaviour() =>
    [
        Variable.Of("EVENT_MODE", Bool, "true", "react to events of the engine", (s, v) => s with { EventMode = v }),
        Variable.Of("POLLING_MODE", Bool, "true", "look again every RELABEL_TIME; must be on where EVENT_MODE is off", (s, v) => s with { PollingMode = v }),
        Variable.Of("RELABEL_TIME", Seconds, "60", "interval of polling", (s, v) => s with { RelabelTime = v }),
        Variable.Of("MAX_MISMATCH_DURATION", Seconds, "600", "a service out of place for longer is given up until something changes", (s, v) => s with { MaxMismatchDuration = v }),
        Variable.Of("ORCASTRA_DWELL", Whole(0, 3600), "30", "how long the dependents of an anchor that moves a second time in a row stay where they are, and those of one that comes back a second time in a row are not restarted; doubles each time, up to an hour; 0 for never (seconds)", (s, v) => s with { Dwell = TimeSpan.FromSeconds(v) }),
        Variable.Of("ORCASTRA_MAX_PARALLEL_GROUPS", Whole(1, 1000), "4", "anchors whose dependents may move at the same time", (s, v) => s with { MaxParallelGroups = v }),
        Variable.Of("ORCASTRA_MAX_LOST_NODES_PERCENT", Whole(0, 100), "50", "with more than this share of the nodes down at once nothing is done (percent)", (s, v) => s with { MaxLostNodesPercent = v }),
        Variable.Of("ORCASTRA_MEMORY_NAME", ConfigPrefix, "orcastra", "start of the names of the config objects that hold the memory; all instances in one Swarm share it, or they would take away what the others have under way", (s, v) => s with { MemoryName = v }),
        Variable.Of("ORCASTRA_LISTEN", Listen, "127.0.0.1:6060", "address of /healthz, /metrics and /sync; off for none", (s, v) => s with { Listen = v }),
        Variable.Of("DRY_RUN", Bool, "false", "plan and say, change nothing", (s, v) => s with { DryRun = v }),
        Variable.Of("RUN_ONCE", Bool, "false", "bring everything in order once, then end", (s, v) => s with { RunOnce = v }),
    ];

    private static Variable[] Membership() =>
    [
        Variable.Of("BOOTSTRAP_MODE", OneOf(("once", BootstrapMode.Once), ("loop", BootstrapMode.Loop), ("watch", BootstrapMode.Watch)), "watch", "when listed nodes are brought into the Swarm: once at start, every LOOP_INTERVAL, or whenever one is missing", (s, v) => s with { BootstrapMode = v }),
        Variable.Of("LOOP_INTERVAL", Seconds, "300", "interval of BOOTSTRAP_MODE loop, and the safety net of watch", (s, v) => s with { LoopInterval = v }),
        Variable.Of("COMMAND_FILE", FilePath, "/mnt/commands/swarm-orchestration.command.yml", "file that commands are read from, by the instance that acts", (s, v) => s with { CommandFile = v }),
        Variable.Of("ORCASTRA_STALE_NODE_MINUTES", Minutes, "60", "the entry of a node that has come back under another ID is removed after that time", (s, v) => s with { StaleNodeMinutes = v }),
        Variable.Of("ORCASTRA_SSH_USER", Text, "", "user on the nodes reached by ssh; ssh's own choice if not set", (s, v) => s with { SshUser = v }),
        Variable.Of("ORCASTRA_SSH_CONFIG", FilePath, "", "ssh_config for reaching nodes; ssh's own if not set", (s, v) => s with { SshConfig = v }),
        Variable.Of("ORCASTRA_SSH_CHECK_HOST_KEYS", Bool, "true", "false takes any host key on ssh, and with it any machine that answers in a node's place", (s, v) => s with { SshCheckHostKeys = v }),
    ];

    private static Variable[] Reboots() =>
    [
        Variable.Of("ORCASTRA_REBOOT_COMMAND", Text, "systemctl reboot", "what reboots a machine, run there over ssh", (s, v) => s with { RebootCommand = v }),
        Variable.Of("ORCASTRA_REBOOT_TIMEOUT", Seconds, "600", "a node that is not back so long after its reboot has failed", (s, v) => s with { RebootTimeout = v }),
        Variable.Of("ORCASTRA_AUTO_REBOOT", Bool, "false", "reboot nodes that show /var/run/reboot-required, one at a time, within ORCASTRA_MAINTENANCE_WINDOW", (s, v) => s with { AutoReboot = v }),
        Variable.Of("ORCASTRA_MAINTENANCE_WINDOW", Window, "", "when unattended reboots may begin: five cron fields in the zone TZ, and how long from then on, such as 0 3 * * 0 2h", (s, v) => s with { MaintenanceWindow = v }),
    ];

    private static Variable[] Logging() =>
    [
        Variable.Of("TZ", Zone, "", "time zone of the log and of all times shown, of schedules and windows", (s, v) => s with { TimeZone = v }),
        Variable.Of("DEBUG", Bool, "true", "verbose logging", (s, v) => s with { Debug = v }),
        Variable.Of("LOG_TO_FILE", Bool, "false", "log to rolling files under /var/log/swarm-orchestration too", (s, v) => s with { LogToFile = v }),
        Variable.Of("ORCASTRA_LOG_FORMAT", OneOf(("text", LogFormat.Text), ("json", LogFormat.Json)), "text", "lines for people or for machines", (s, v) => s with { LogFormat = v }),
        Variable.Of("NO_COLOR", Presence, "", "no colours, whatever it is set to", (s, v) => s with { NoColor = v }),
    ];

    private static Variable[] Engine() =>
    [
        Variable.Of("DOCKER_HOST", DockerHost, "unix:///var/run/docker.sock", "the engine: unix://, tcp:// or ssh://", (s, v) => s with { DockerHost = v }),
        Variable.Of("DOCKER_TLS_VERIFY", Presence, "", "TLS with verification on tcp://, whatever it is set to, as in Docker's own client", (s, v) => s with { DockerTlsVerify = v }),
        Variable.Of("DOCKER_CERT_PATH", FilePath, "", "folder of ca.pem, cert.pem and key.pem", (s, v) => s with { DockerCertPath = v }),
        Variable.Of("DOCKER_API_VERSION", ApiVersion, "", "API version to use instead of the one negotiated", (s, v) => s with { DockerApiVersion = v }),
    ];

    /// <summary>How dependents move; files share this type.</summary>
    public static ValueType<HandOffMode> HandOff => OneOf(("ordered", HandOffMode.Ordered), ("labels", HandOffMode.Labels));
}
