// Four labs at once and never two tests in one of them: most of a test is waiting, and two cores have room for that.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 4)]
[assembly: Xunit.TestCollectionOrderer(typeof(Orcastra.LabTests.LongestFirst))]
