using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>What one look at all files led to.</summary>
/// <param name="Policy">The owner's intent; null if there is an error.</param>
/// <param name="Errors">Everything that is wrong, in the order of files and lines.</param>
/// <param name="Notes">What is right but worth knowing: absent files and what is off without them, overridden entries.</param>
/// <param name="Fingerprint">Equal for equal contents of all files.</param>
internal sealed record ConfigResult(Policy? Policy, ImmutableArray<ConfigError> Errors, ImmutableArray<string> Notes, string Fingerprint);
