namespace Orcastra.Config;

/// <summary>Something wrong in a file or in the environment.</summary>
/// <param name="File">The file, or <c>environment</c>.</param>
/// <param name="Line">Line from 1; 0 where there are no lines.</param>
/// <param name="Column">Column from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigError(string File, int Line, int Column, string Message)
{
    /// <summary>The error as compilers print theirs, so that editors can jump to it.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}: {Message}" : $"{File}: {Message}";
}
