using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using Orcastra.Core.Leading;
using Orcastra.Docker;

namespace Orcastra.Leading;

/// <summary>Where this process runs, as far as others can check it.</summary>
internal static partial class Whereabouts
{
    private const string Mounts = "/proc/self/mountinfo";

    private static readonly string Began = BeganAt();

    /// <summary>This process as an instance beside a node's engine.</summary>
    public static Instance OfThis(string nodeId) => new(nodeId, Environment.MachineName, Environment.ProcessId)
    {
        Start = Began,
        Space = Space,
    };

    /// <summary>This process as an instance, with its container if the engine knows that one: it may be another host's engine.</summary>
    public static async Task<Instance> OfThisAsync(DockerClient docker, string nodeId, CancellationToken stop)
    {
        var me = OfThis(nodeId);
        if (ContainerIn(Read(Mounts)) is not { Length: > 0 } container)
        {
            return me;
        }

        try
        {
            await docker.Containers.InspectRawAsync(container, stop);
            return me with { Container = container };
        }
        catch (DockerException)
        {
            return me;
        }
    }

    /// <summary>The kernel since its start, and the namespace of process IDs in it; empty if the system does not tell.</summary>
    public static string Space { get; } = SpaceOf(Read("/proc/sys/kernel/random/boot_id"), LinkTarget("/proc/self/ns/pid"));

    /// <summary>A name for a process space; empty unless both are known.</summary>
    public static string SpaceOf(string boot, string processNamespace) => boot.Length == 0 || processNamespace.Length == 0
        ? ""
        : Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes($"{boot.Trim()} {processNamespace}")));

    /// <summary>
    /// The container whose mounts these are; empty for none. Docker mounts a container's own files over these three, in whatever
    /// network it is and whatever its host is called.
    /// </summary>
    public static string ContainerIn(string mountInfo) => OwnFile().Match(mountInfo) is { Success: true } found ? found.Groups["id"].Value : "";

    // When it began tells this process from the one before it that had its number. Nothing random is needed for that, and
    // System.Security.Cryptography would make some MB of OpenSSL resident.
    private static string BeganAt()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime().Ticks.ToString("x", CultureInfo.InvariantCulture);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^\d+ \d+ \d+:\d+ \S*/containers/(?<id>[0-9a-f]{64})/(hostname|hosts|resolv\.conf) /etc/(hostname|hosts|resolv\.conf) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnFile();
}
