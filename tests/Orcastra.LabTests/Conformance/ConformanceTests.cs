namespace Orcastra.LabTests.Conformance;

/// <summary>Every behaviour that the facts tell of, on real engines. The simulator has to pass the same ones.</summary>
public abstract class ConformanceTests(ConformanceLab lab)
{
    protected async Task ShowAsync(string name)
    {
        if (lab.Impossible.Length > 0)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", lab.Impossible);
            Assert.Fail(lab.Impossible);
        }

        var shown = await lab.Programme!.OfAsync(Behaviour.All.Single(behaviour => behaviour.Name == name));
        TestContext.Current.TestOutputHelper?.WriteLine(shown.Measured);
        Assert.True(shown.Fault is null, $"{shown.Behaviour}: {shown.Fault}");
    }
}

/// <summary>Those that disturb nobody, side by side.</summary>
[Collection(QuietLabTests.Name)]
[Trait("Journey", "Essential")]
public sealed class QuietConformanceTests(QuietLab lab) : ConformanceTests(lab)
{
    public static TheoryData<string> Names => [.. ConformanceLab.Those(behaviour => behaviour.Reach == Reach.Services).Select(behaviour => behaviour.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_real_Swarm_behaves_as_the_facts_say(string behaviour) => ShowAsync(behaviour);
}

/// <summary>Those that take something away.</summary>
[Collection(FaultyLabTests.Name)]
[Trait("Journey", "Essential")]
public sealed class FaultyConformanceTests(FaultyLab lab) : ConformanceTests(lab)
{
    public static TheoryData<string> Names => [.. ConformanceLab.Those(behaviour => behaviour.Reach != Reach.Services).Select(behaviour => behaviour.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_real_Swarm_fails_as_the_facts_say(string behaviour) => ShowAsync(behaviour);
}

[CollectionDefinition(Name)]
public sealed class QuietLabTests : ICollectionFixture<QuietLab>
{
    public const string Name = "conformance";
}

[CollectionDefinition(Name)]
public sealed class FaultyLabTests : ICollectionFixture<FaultyLab>
{
    public const string Name = "conformance under faults";
}
