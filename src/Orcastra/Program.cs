using Orcastra.Cli;

return await CommandLine.InvokeAsync(args, Surroundings.OfProcess());
