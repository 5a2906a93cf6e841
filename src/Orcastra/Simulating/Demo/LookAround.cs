using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Orcastra.Simulating;

/// <summary>A folder with the engines' sockets and the files of a demo that stays up; gone with it.</summary>
internal sealed class LookAround : IDisposable
{
    /// <summary>Makes it.</summary>
    public LookAround(Scenario scenario)
    {
        Folder = Directory.CreateTempSubdirectory("orcastra-demo-").FullName;
        File.WriteAllText(DependenciesFile, Dependencies(scenario));
        File.WriteAllText(Path.Combine(Folder, "env"), $"export DOCKER_HOST=unix://{Folder}/node1/docker.sock DEPENDENCIES_FILE={DependenciesFile}\n");
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>How to look around in it.</summary>
    public ImmutableArray<string> Hints =>
    [
        $"docker -H unix://{Folder}/node1/docker.sock node ls",
        $". {Folder}/env; docker service ls; orcastra status",
    ];

    private string DependenciesFile => Path.Combine(Folder, "dependencies.yml");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Dependencies(Scenario scenario)
    {
        var text = new StringBuilder("# what the demo's Orcastra keeps\n");
        foreach (var anchor in scenario.Policy.Anchors)
        {
            text.Append(CultureInfo.InvariantCulture, $"{anchor.Name}: {{stack: '{anchor.Stack}', services: [{string.Join(", ", anchor.Dependents)}]}}\n");
        }

        return scenario.Policy.Anchors.IsEmpty ? "{}\n" : text.ToString();
    }
}
