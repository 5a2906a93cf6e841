using System.Text;

namespace Orcastra.Config;

/// <summary>Shows the table of variables to people.</summary>
internal static class EnvironmentTable
{
    /// <summary>Lines for <c>--help</c>: name, default and meaning.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        foreach (var variable in Variables.All.Where(variable => variable.IsUsed))
        {
            var fallback = variable.Default.Length > 0 ? $"{variable.Type}, default {variable.Default}" : variable.Type;
            text.Append("  ").AppendLine($"{variable.Name} ({fallback})").Append("      ").AppendLine(variable.Meaning);
        }

        return text.ToString();
    }

    /// <summary>A table for the documentation.</summary>
    /// <param name="isUsed">True for the variables in use, false for those that are only checked.</param>
    public static string Markdown(bool isUsed)
    {
        var text = new StringBuilder("| variable | type | default | meaning |\n|---|---|---|---|\n");
        foreach (var variable in Variables.All.Where(variable => variable.IsUsed == isUsed))
        {
            var fallback = variable.Default.Length > 0 ? $"`{variable.Default}`" : "";
            text.Append($"| `{variable.Name}` | {variable.Type} | {fallback} | {variable.Meaning} |\n");
        }

        return text.ToString();
    }
}
