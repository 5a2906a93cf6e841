using Xunit.Sdk;
using Xunit.v3;

namespace Orcastra.LabTests;

/// <summary>The tests of the first lab: all but those of the others.</summary>
[CollectionDefinition(Name)]
public sealed class LabTests : ICollectionFixture<Lab>
{
    public const string Name = "lab";
}

/// <summary>The tests of a second lab, which runs beside the first: so many that each takes about the same time.</summary>
[CollectionDefinition(Name)]
public sealed class SecondLabTests : ICollectionFixture<Lab>
{
    public const string Name = "second lab";
}

/// <summary>The same for a third.</summary>
[CollectionDefinition(Name)]
public sealed class ThirdLabTests : ICollectionFixture<Lab>
{
    public const string Name = "third lab";
}

/// <summary>Begins with those that take longest: begun last, one of them would go on alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [LabTests.Name, SecondLabTests.Name, ThirdLabTests.Name];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => Longest.Contains(collection.TestCollectionDisplayName)).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];
}
