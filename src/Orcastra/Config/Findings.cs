using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>Where something stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1.</param>
internal readonly record struct Place(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>Collects errors and notes, so that all of them can be shown at once.</summary>
internal sealed class Findings
{
    private readonly HashSet<ConfigError> _errors = [];
    private readonly HashSet<Place> _broken = [];
    private readonly List<string> _notes = [];

    /// <summary>True if nothing is wrong so far.</summary>
    public bool AreGood => _errors.Count == 0;

    /// <summary>Errors in the order of files and lines.</summary>
    public ImmutableArray<ConfigError> Errors =>
        [.. _errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];

    /// <summary>Notes in the order they were made.</summary>
    public ImmutableArray<string> Notes => [.. _notes];

    /// <summary>Something is wrong. What an alias leads to may be found wrong twice; it is kept once.</summary>
    public void Error(Place at, string message)
    {
        if (!_broken.Contains(at))
        {
            _errors.Add(new(at.File, at.Line, at.Column, message));
        }
    }

    /// <summary>Nothing can be known of what stands here, so nothing more is to be said about it.</summary>
    public void Broken(Place at, string message)
    {
        Error(at, message);
        _broken.Add(at);
    }

    /// <summary>Something is worth knowing.</summary>
    public void Note(string text) => _notes.Add(text);
}
