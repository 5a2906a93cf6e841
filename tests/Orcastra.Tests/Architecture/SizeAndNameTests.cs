using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orcastra.Tests.Architecture;

public sealed partial class SizeAndNameTests
{
    private const int MostLinesOfFile = 200;
    private const int MostLinesOfFunction = 70;

    /// <summary>Names in which the word is Swarm's own: a node's role.</summary>
    private static readonly string[] SwarmsOwn = ["NotManagerException"];

    [Fact]
    public void No_file_is_longer_than_200_lines()
    {
        var long_ = All().Where(file => file.Lines > MostLinesOfFile).Select(file => $"{file.Path}: {file.Lines} lines").ToList();
        Assert.True(long_.Count == 0, $"A file holds one idea and is read at one sitting (40 to 120 lines): split by idea.\n{string.Join('\n', long_)}");
    }

    [Fact]
    public void No_function_is_longer_than_70_lines()
    {
        var found =
            from file in All()
            from function in file.Syntax.DescendantNodes().Where(IsFunction)
            let span = function.GetLocation().GetLineSpan()
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > MostLinesOfFunction
            select $"{file.Path}:{span.StartLinePosition.Line + 1}: {lines} lines";
        var offences = found.ToList();
        Assert.True(offences.Count == 0, $"A function fits on a screen (up to 40 lines): let it decide and push the loops down.\n{string.Join('\n', offences)}");
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var found =
            from file in SourceTree.Files("src")
            from type in file.Syntax.DescendantNodes()
            let name = type switch
            {
                BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
                DelegateDeclarationSyntax declared => declared.Identifier.Text,
                _ => "",
            }
            where SaysNothing().IsMatch(name) && !SwarmsOwn.Contains(name)
            select $"{file.Path}: {name}";
        var offences = found.ToList();
        Assert.True(offences.Count == 0, $"Helper, Manager, Util, Data and Info fit everything and so say nothing: name what it is or does.\n{string.Join('\n', offences)}");
    }

    [Theory]
    [InlineData("LabelHelper", true)]
    [InlineData("NodeManager", true)]
    [InlineData("Utils", true)]
    [InlineData("TaskDataReader", true)]
    [InlineData("Information", false)]
    [InlineData("Database", false)]
    [InlineData("Managers", true)]
    public void A_name_is_looked_at_word_by_word(string name, bool saysNothing) => Assert.Equal(saysNothing, SaysNothing().IsMatch(name));

    private static List<SourceFile> All()
    {
        var files = SourceTree.Files("src").Concat(SourceTree.Files("tests")).ToList();
        Assert.True(files.Count > 20, "the sources were not found; these rules look at nothing");
        return files;
    }

    private static bool IsFunction(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax;

    [GeneratedRegex("(Helper|Manager|Util|Utility|Data|Info)s?(?![a-z])")]
    private static partial Regex SaysNothing();
}
