using static Orcastra.Config.EnvironmentTypes;
using static Orcastra.Config.ValueTypes;

namespace Orcastra.Config;

/// <summary>
/// Variables of existing installations that this version does not obey yet. They are checked all the same, so that an
/// upgrade brings no surprise.
/// </summary>
internal static class LaterVariables
{
    /// <summary>Their rows.</summary>
    public static IEnumerable<Variable> Rows() => [.. Rebalance(), .. Garbage(), .. Autoheal(), .. Mods()];

    private static Variable[] Rebalance() =>
    [
        Variable.Later("REBALANCE_CONFIG", FilePath, "/etc/swarm-orchestration/rebalance_config.yml", "settings of rebalancing by service and node"),
        Variable.Later("REBALANCE_MONITOR_INTERVAL_SECONDS", Seconds, "30", "interval of memory measurements"),
        Variable.Later("REBALANCE_GLOBAL_COOLDOWN_MINUTES", Minutes, "10", "time between two moves"),
        Variable.Later("REBALANCE_GLOBAL_MEM_THRESHOLD_PERCENT", Whole(1, 100), "85", "memory use from which a node is relieved"),
    ];

    private static Variable[] Garbage() =>
    [
        Variable.Later("GC_CRON", Cron, "0 */4 * * *", "when garbage is collected"),
        Variable.Later("GC_FORCE_IMAGE_REMOVAL", Bool, "1", "remove images that carry several tags too"),
        Variable.Later("GC_MINIMUM_IMAGES_TO_SAVE", Whole(0, 10_000), "3", "newest images of a repository that stay"),
        Variable.Later("GC_FORCE_CONTAINER_REMOVAL", Bool, "1", "force the removal of exited containers"),
        Variable.Later("GC_GRACE_PERIOD_SECONDS", SecondsOrZero, "10800", "age since exit (containers) or last use (images)"),
        Variable.Later("GC_DRY_RUN", Bool, "0", "say what would be removed, remove nothing"),
        Variable.Later("GC_CLEAN_UP_VOLUMES", Bool, "1", "remove orphaned volumes"),
    ];

    private static Variable[] Autoheal() =>
    [
        Variable.Later("AUTOHEAL_CHECK_INTERVAL", Seconds, "30", "interval of health checks of services"),
        Variable.Later("AUTOHEAL_GRACE_PERIOD", SecondsOrZero, "60", "time a service may be unhealthy after its start"),
        Variable.Later("AUTOHEAL_CONTAINER_LABEL", Text, "autoheal", "label of the plain containers that are healed; all for every one"),
        Variable.Later("AUTOHEAL_INTERVAL", Seconds, "5", "interval of health checks of plain containers"),
        Variable.Later("AUTOHEAL_START_PERIOD", SecondsOrZero, "0", "wait before the first check"),
        Variable.Later("AUTOHEAL_DEFAULT_STOP_TIMEOUT", SecondsOrZero, "10", "time a container may take to stop"),
        Variable.Later("AUTOHEAL_ONLY_MONITOR_RUNNING", Bool, "false", "look at running containers only"),
        Variable.Later("WEBHOOK_URL", Url, "", "address that is told of every healing", isSecret: true),
        Variable.Later("WEBHOOK_JSON_KEY", Text, "", "key the text stands under"),
        Variable.Later("APPRISE_URL", Url, "", "address of Apprise that is told of every healing", isSecret: true),
        Variable.Later("POST_RESTART_SCRIPT", FilePath, "", "program that is started after every healing"),
    ];

    private static Variable[] Mods() =>
    [
        Variable.Later("MOD_MANAGER_DEST", FilePath, "/modcache", "folder of downloaded mods"),
        Variable.Later("MOD_MANAGER_REFRESH_INTERVAL_MINUTES", Minutes, "720", "interval of downloads"),
        Variable.Later("DOCKER_MODS_FORCE_REGISTRY", Bool, "false", "do not take linuxserver/* from lscr.io"),
    ];
}
