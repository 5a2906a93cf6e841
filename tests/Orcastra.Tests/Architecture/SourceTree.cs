using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orcastra.Tests.Architecture;

/// <summary>The repository's own files, as the rules look at them.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", ".."));

    /// <summary>C# files under a folder of the repository, without what builds made.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    public static XDocument Xml(string path) => XDocument.Load(Path.Combine(Root, path));

    /// <summary>The projects that a project of ours names, by name.</summary>
    public static IEnumerable<string> ReferencesOf(string project) =>
        Xml(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    public static IEnumerable<string> PackagesOf(string project) =>
        Xml(project).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>One C# file.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines { get; } = Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    public CompilationUnitSyntax Syntax { get; } = CSharpSyntaxTree.ParseText(Text).GetCompilationUnitRoot();

    /// <summary>Every name with dots in it, and every one in a using directive.</summary>
    public IEnumerable<string> DottedNames =>
        Syntax.DescendantNodes(descendIntoTrivia: false)
            .Where(node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax or UsingDirectiveSyntax { Name: not null })
            .Select(node => node is UsingDirectiveSyntax directive ? directive.Name!.ToString() : node.ToString());
}
