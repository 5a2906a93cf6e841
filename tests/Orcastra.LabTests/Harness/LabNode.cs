namespace Orcastra.LabTests;

/// <summary>One machine of the lab.</summary>
internal sealed class LabNode(int number, string folder) : Machine(number, EngineApi.OverSocket(SocketOf(number, folder)))
{
    public string Socket { get; } = SocketOf(number, folder);

    private static string SocketOf(int number, string folder) => Path.Combine(folder, $"node{number}", "docker.sock");
}
