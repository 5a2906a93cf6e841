namespace Orcastra.Cli;

/// <summary>How verbs end; docs/commands.md tells it to users.</summary>
internal static class ExitCode
{
    /// <summary>Done, or all is well.</summary>
    public const int Good = 0;

    /// <summary>It did not work: engine out of reach, no quorum, a file that is no snapshot, an unknown verb.</summary>
    public const int Failed = 1;

    /// <summary>The environment or a file has errors.</summary>
    public const int BadConfiguration = 2;

    /// <summary>Of <c>plan --exit-code</c>: there is something to do.</summary>
    public const int SomethingToDo = 2;
}
