using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Orcastra.Cli.Snapshots;

/// <summary>What may be a secret. When in doubt it is one: a snapshot is made to be shown to strangers.</summary>
internal static partial class SecretPatterns
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    // Everything else in an environment is masked, whatever its name.
    private static readonly FrozenSet<string> HarmlessVariables = new[]
    {
        "DEBUG", "DRY_RUN", "EVENT_MODE", "GID", "HOME", "HOSTNAME", "LANG", "LANGUAGE", "LC_ALL", "LOG_LEVEL", "LOOP_INTERVAL",
        "PATH", "PGID", "POLLING_MODE", "PUID", "RELABEL_TIME", "STACK_NAME", "TERM", "TZ", "UID", "UMASK",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for the few variables whose value is shown.</summary>
    public static bool IsHarmlessVariable(string name) => HarmlessVariables.Contains(name);

    /// <summary>True for a name such as <c>db_password</c> or <c>--api-key</c>.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>The text with what looks like a secret in it masked: user names and passwords in URLs, <c>password=…</c>, hashes of passwords.</summary>
    public static string MaskIn(string text)
    {
        text = UserInfo().Replace(text, $"$1{Mask}@");
        text = Assignment().Replace(text, $"$1{Mask}");
        text = PasswordHash().Replace(text, Mask);
        return Header().Replace(text, $"$1{Mask}");
    }

    [GeneratedRegex(@"pass(w(or)?d|phrase|code)?($|[^a-z])|passw|pwd|secret|token|credential|auth|api[-_.]?key|access[-_.]?key|private[-_.]?key|(^|[-_.])key$|license|licence|salt|cookie|session|dsn|webhook|bearer|cert", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://)[^/\s@'""]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"((?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|credentials?|api[-_.]?key|access[-_.]?key|private[-_.]?key|user(?:name)?)[a-z0-9_.-]*[""']?\s*[=:]\s*)(""[^""]*""|'[^']*'|[^\s,;&""']+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$\$?(?:apr1|1|2[abxy]?|5|6|argon2[a-z]*)\$\S+", RegexOptions.CultureInvariant)]
    private static partial Regex PasswordHash();

    [GeneratedRegex(@"(\b(?:bearer|basic)\s+)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
