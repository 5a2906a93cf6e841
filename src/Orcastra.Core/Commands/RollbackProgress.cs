using System.Globalization;

namespace Orcastra.Core.Commands;

/// <summary>How far a rollback that was asked for has come: remembered with its command, or it might be done twice, and the newer spec be back.</summary>
/// <param name="Before">Hash of the owner's part of the spec before.</param>
/// <param name="Version">The service's version before.</param>
/// <param name="Target">Hash of the owner's part of the spec that is brought back.</param>
/// <param name="SeenAt">When that was first seen to be there; null before.</param>
internal sealed record RollbackProgress(string Before, ulong Version, string Target, DateTimeOffset? SeenAt)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; what somebody else wrote counts as begun and never seen, so that nothing is done for it.</summary>
    public static RollbackProgress Parse(string text) => text.Split(' ') is [var before, var version, var target, var seen]
        && ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? new(before, number, target, milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : new("", 0, "", null);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before} {Version} {Target} {SeenAt?.ToUnixTimeMilliseconds() ?? 0}");
}
