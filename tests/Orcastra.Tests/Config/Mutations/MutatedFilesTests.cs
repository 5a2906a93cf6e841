using System.Text;

namespace Orcastra.Tests.Config.Mutations;

public sealed class MutatedFilesTests
{
    private const int Files = 500;
    private const int Seed = 20_240;

    private static readonly Mutation[] Kinds = [.. InvalidMutations.All, .. ValidMutations.All];

    [Fact]
    public void Of_500_mutated_files_every_verdict_is_right_and_every_error_is_within_a_line()
    {
        Assert.True(Kinds.Length >= 20);
        var failures = new List<(string Kind, string Text)>();
        for (var i = 0; i < Files; i++)
        {
            var kind = Kinds[i % Kinds.Length];
            if (Verdict(kind, Seed + i) is { } wrong)
            {
                failures.Add((kind.Kind, wrong));
            }
        }

        var counts = failures.CountBy(failure => failure.Kind).Select(count => $"{count.Key}: {count.Value} of {Files / Kinds.Length} or one more wrong");
        Assert.True(failures.Count == 0, string.Join('\n', [.. counts, "", .. failures.DistinctBy(failure => failure.Kind).Select(failure => failure.Text)]));
    }

    [Fact]
    public void Mutations_of_each_kind_change_something()
    {
        foreach (var kind in Kinds)
        {
            var untouched = new SampleFiles(new(Seed));
            var mutant = kind.Apply(new(new(Seed)), new(Seed));
            Assert.True(
                Mutation.Text(untouched.Dependencies) != Encoding.UTF8.GetString(mutant.Dependencies) || Mutation.Text(untouched.Nodes) != Encoding.UTF8.GetString(mutant.Nodes),
                kind.Kind);
        }
    }

    private static string? Verdict(Mutation kind, int seed)
    {
        var before = new SampleFiles(new(seed));
        var wanted = Texts.Meaning(Texts.Good(Mutation.Text(before.Dependencies), Mutation.Text(before.Nodes)));
        var mutant = kind.Apply(new(new(seed)), new(seed));
        var result = Texts.LoadBytes(mutant.Dependencies, mutant.Nodes, null);
        var isRight = kind.IsValid
            ? result.Policy is not null && Texts.Meaning(result.Policy) == wanted
            : result.Policy is null && result.Errors.Any(error => error.File == mutant.File && Math.Abs(error.Line - mutant.Line) <= 1);
        return isRight ? null : $"""
            --- {kind.Kind} (seed {seed}): {(kind.IsValid ? "valid" : $"wrong in {mutant.File}:{mutant.Line}")}, but
            {(result.Policy is null ? string.Join('\n', result.Errors) : Texts.Meaning(result.Policy) + "\nwanted\n" + wanted)}
            {Encoding.UTF8.GetString(mutant.File == "nodes.yml" ? mutant.Nodes : mutant.Dependencies)}
            """;
    }
}
