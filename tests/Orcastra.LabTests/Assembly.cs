// Three labs at once and never two tests in one of them: most of a test is waiting, and two cores have room for that. With a
// fourth they had none: a fifth faster, and in each run some test was late.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 3)]
[assembly: Xunit.TestCollectionOrderer(typeof(Orcastra.LabTests.LongestFirst))]
