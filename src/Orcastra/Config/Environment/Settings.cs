using System.Collections.Immutable;
using System.Net;
using Orcastra.Core.Policies;
using Orcastra.Logging;
using Orcastra.Rebooting;

namespace Orcastra.Config;

/// <summary>The environment, read and checked. Defaults and meanings stand in <see cref="Variables"/>.</summary>
internal sealed record Settings
{
    /// <summary>What holds where nothing is set.</summary>
    public static Settings Default { get; } = Load(ImmutableDictionary<string, string?>.Empty, _ => "", out _);

    /// <summary><c>TZ</c>.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary><c>STACK_NAME</c>.</summary>
    public string StackName { get; init; } = "";

    /// <summary><c>NODES_FILE</c>.</summary>
    public string NodesFile { get; init; } = "";

    /// <summary><c>DEPENDENCIES_FILE</c>.</summary>
    public string DependenciesFile { get; init; } = "";

    /// <summary><c>SWARM_FILE</c>.</summary>
    public string SwarmFile { get; init; } = "";

    /// <summary><c>RELABEL_TIME</c>.</summary>
    public TimeSpan RelabelTime { get; init; }

    /// <summary><c>EVENT_MODE</c>.</summary>
    public bool EventMode { get; init; }

    /// <summary><c>POLLING_MODE</c>.</summary>
    public bool PollingMode { get; init; }

    /// <summary><c>RESTART_DEPENDENTS</c>.</summary>
    public bool RestartDependents { get; init; }

    /// <summary><c>PRUNE_UNKNOWN_LABELS</c>.</summary>
    public bool PruneUnknownLabels { get; init; }

    /// <summary><c>MAX_MISMATCH_DURATION</c>.</summary>
    public TimeSpan MaxMismatchDuration { get; init; }

    /// <summary><c>DRY_RUN</c>.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>RUN_ONCE</c>.</summary>
    public bool RunOnce { get; init; }

    /// <summary><c>DEBUG</c>.</summary>
    public bool Debug { get; init; }

    /// <summary><c>LOG_TO_FILE</c>.</summary>
    public bool LogToFile { get; init; }

    /// <summary><c>NO_COLOR</c>.</summary>
    public bool NoColor { get; init; }

    /// <summary><c>DOCKER_HOST</c>.</summary>
    public string DockerHost { get; init; } = "";

    /// <summary><c>DOCKER_TLS_VERIFY</c>.</summary>
    public bool DockerTlsVerify { get; init; }

    /// <summary><c>DOCKER_CERT_PATH</c>; empty if not set.</summary>
    public string DockerCertPath { get; init; } = "";

    /// <summary><c>DOCKER_API_VERSION</c>; empty if not set.</summary>
    public string DockerApiVersion { get; init; } = "";

    /// <summary><c>ORCASTRA_HANDOFF</c>.</summary>
    public HandOffMode HandOff { get; init; }

    /// <summary><c>ORCASTRA_BIND_DEPENDENTS</c>.</summary>
    public bool BindDependents { get; init; }

    /// <summary><c>BOOTSTRAP_MODE</c>.</summary>
    public BootstrapMode BootstrapMode { get; init; }

    /// <summary><c>LOOP_INTERVAL</c>.</summary>
    public TimeSpan LoopInterval { get; init; }

    /// <summary><c>COMMAND_FILE</c>.</summary>
    public string CommandFile { get; init; } = "";

    /// <summary><c>ORCASTRA_STALE_NODE_MINUTES</c>.</summary>
    public TimeSpan StaleNodeMinutes { get; init; }

    /// <summary><c>ORCASTRA_SSH_USER</c>; empty if not set.</summary>
    public string SshUser { get; init; } = "";

    /// <summary><c>ORCASTRA_SSH_CONFIG</c>; empty if not set.</summary>
    public string SshConfig { get; init; } = "";

    /// <summary><c>ORCASTRA_SSH_CHECK_HOST_KEYS</c>.</summary>
    public bool SshCheckHostKeys { get; init; } = true;

    /// <summary><c>ORCASTRA_REBOOT_COMMAND</c>.</summary>
    public string RebootCommand { get; init; } = "";

    /// <summary><c>ORCASTRA_REBOOT_TIMEOUT</c>.</summary>
    public TimeSpan RebootTimeout { get; init; }

    /// <summary><c>ORCASTRA_AUTO_REBOOT</c>.</summary>
    public bool AutoReboot { get; init; }

    /// <summary><c>ORCASTRA_MAINTENANCE_WINDOW</c>; null if not set.</summary>
    public MaintenanceWindow? MaintenanceWindow { get; init; }

    /// <summary><c>ORCASTRA_DWELL</c>.</summary>
    public TimeSpan Dwell { get; init; }

    /// <summary><c>ORCASTRA_MAX_PARALLEL_GROUPS</c>.</summary>
    public int MaxParallelGroups { get; init; }

    /// <summary><c>ORCASTRA_MAX_LOST_NODES_PERCENT</c>.</summary>
    public int MaxLostNodesPercent { get; init; }

    /// <summary><c>ORCASTRA_LISTEN</c>; null if it is off.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary><c>ORCASTRA_LOG_FORMAT</c>.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary><c>ORCASTRA_MEMORY_NAME</c>.</summary>
    public string MemoryName { get; init; } = "";

    /// <summary>What is worth knowing: variables that are set and not used by this version.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Reads the environment.</summary>
    /// <param name="environment">Names and values.</param>
    /// <param name="readFile">Reads the file a <c>NAME_FILE</c> points at; throws <see cref="IOException"/> if it cannot.</param>
    /// <param name="errors">Everything that is wrong.</param>
    /// <returns>The settings; what is wrong has its default.</returns>
    public static Settings Load(IReadOnlyDictionary<string, string?> environment, Func<string, string> readFile, out ImmutableArray<ConfigError> errors) =>
        SettingsReader.Read(environment, readFile, out errors);
}
