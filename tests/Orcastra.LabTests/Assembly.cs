// One lab and two cores: whatever ran beside a test would change what it measures.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
