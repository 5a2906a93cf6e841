using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Membership;

namespace Orcastra.Rebooting;

/// <summary>Machines by the OpenSSH client, reached as their engines are; our own too, since a container is not its machine.</summary>
/// <param name="settings">How nodes are reached, and what reboots them.</param>
/// <param name="policy">The inventory.</param>
/// <param name="time">The clock.</param>
internal sealed class SshMachines(Settings settings, Func<Policy> policy, TimeProvider time) : IMachines
{
    private const string Required = "reboot-required";
    private const string NotRequired = "no-reboot-required";
    private const string Began = "orcastra-reboots";
    private const string Question = $"cat /proc/sys/kernel/random/boot_id && if [ -e /var/run/{Required} ]; then echo {Required}; else echo {NotRequired}; fi";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<MachineSighting> LookAsync(Node node, CancellationToken stop)
    {
        var at = time.GetUtcNow();
        var (answer, where) = await AskAsync(node, Question, stop);
        return Read(at, answer) ?? new(at, "", false, Complaint(answer, where));
    }

    /// <inheritdoc/>
    public async Task<string?> RebootAsync(Node node, CancellationToken stop)
    {
        var (answer, where) = await AskAsync(node, $"echo {Began}; {settings.RebootCommand}", stop);
        return Failure(answer, settings.RebootCommand) is { } failure ? failure.Length > 0 ? failure : Complaint(answer, where) : null;
    }

    /// <summary>What a machine says; null if that is no answer to the question.</summary>
    internal static MachineSighting? Read(DateTimeOffset at, SshAnswer answer) =>
        answer.Code == 0
        && answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var id, Required or NotRequired] lines
        && Guid.TryParseExact(id, "D", out _)
            ? new(at, id, lines[1] == Required, "")
            : null;

    /// <summary>Why a reboot has failed for sure: empty if the machine was not even reached; null if it was sent, or may have been.</summary>
    internal static string? Failure(SshAnswer answer, string command)
    {
        // A machine that goes down takes the connection with it, and ssh says 255 to that as to any trouble of its own.
        var hasBegun = answer.Output.Contains(Began, StringComparison.Ordinal);
        return answer.Code switch
        {
            null or 0 => null,
            255 => hasBegun ? null : "",
            var code => string.Create(CultureInfo.InvariantCulture, $"`{command}` ended with {code}: {OneLine(answer.Error)}; set ORCASTRA_REBOOT_COMMAND to what reboots this machine, such as `sudo -n systemctl reboot`"),
        };
    }

    /// <summary>Where a node is reached: as the inventory says, or else at its own address.</summary>
    /// <exception cref="FormatException">The inventory says it wrongly.</exception>
    internal static ImmutableArray<string> Target(Policy policy, Settings settings, Node node)
    {
        var entry = policy.Nodes.FirstOrDefault(entry => entry.Name == node.Hostname) ?? policy.Nodes.FirstOrDefault(entry => entry.Name == node.Id);
        var engine = entry is null ? null : EngineDirectory.EndpointOf(settings, entry);
        var machine = engine is { Kind: EndpointKind.Ssh, Host.Length: > 0 }
            ? engine
            : new(EndpointKind.Ssh, entry is { Ip.Length: > 0 } ? entry.Ip : AddressOf(node), 0, settings.SshUser, "", false, null);
        return machine.SshTarget;
    }

    // Some engines show managers at no address, and where the others reach them beside it.
    private static string AddressOf(Node node) =>
        node.Address is "" or "0.0.0.0" or "127.0.0.1" && node.ManagerAddress.LastIndexOf(':') is > 0 and var colon ? node.ManagerAddress[..colon].Trim('[', ']') : node.Address;

    private async Task<(SshAnswer Answer, string Where)> AskAsync(Node node, string command, CancellationToken stop)
    {
        try
        {
            var target = Target(policy(), settings, node);
            return (await SshRun.RunAsync([.. EngineDirectory.OptionsOf(settings).SshOptions, .. target, command], Patience, time, stop), $"{Config}{string.Join(' ', target)}");
        }
        catch (FormatException fault)
        {
            return (new(255, "", $"the inventory says how to reach {node.Hostname} in a way that cannot be read: {fault.Message}"), $"-- {node.Hostname}");
        }
    }

    private string Config => settings.SshConfig.Length > 0 ? $"-F {settings.SshConfig} " : "";

    private static string Complaint(SshAnswer answer, string where)
    {
        var words = answer switch
        {
            { Code: null } => $"no answer within {Patience.TotalSeconds:0} s",
            { Code: 0 } => $"it answers '{OneLine(answer.Output)}' where its boot ID was expected",
            _ => OneLine(answer.Error.Length > 0 ? answer.Error : answer.Output) is { Length: > 0 } said ? said : $"ssh ended with {answer.Code}",
        };
        return $"{words}; `ssh {where} cat /proc/sys/kernel/random/boot_id` must work from where Orcastra runs, without a password";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) is var line && line.Length > 200 ? line[..200] + "…" : line;
}
