using System.CommandLine;
using Orcastra.Cli;

// The loop answers signals itself: it must end what it has begun before it leaves.
return await CommandLine.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
