using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>A Swarm whose managers need its key when their engines start. Ends with all of them unlocked and free of it.</summary>
internal sealed class Autolock : IAsyncDisposable
{
    private readonly Lab _lab;
    private readonly LabNode _by;
    private string _key = "";

    private Autolock(Lab lab, LabNode by) => (_lab, _by) = (lab, by);

    /// <summary>Turns it on and waits until each manager has encrypted what it holds.</summary>
    public static async Task<Autolock> OnAsync(Lab lab, LabNode by)
    {
        var autolock = new Autolock(lab, by);
        await autolock.TurnAsync(true);
        autolock._key = (await by.Api.ReadAsync("/swarm/unlockkey"))["UnlockKey"]!.GetValue<string>();
        return autolock;
    }

    public static async Task<bool> IsLockedAsync(LabNode node) => (await node.Api.ReadAsync("/info"))["Swarm"]!["LocalNodeState"]!.GetValue<string>() == "locked";

    /// <summary>What <c>docker swarm unlock</c> does.</summary>
    public Task UnlockAsync(LabNode node) => node.Api.PostAsync("/swarm/unlock", new JsonObject { ["UnlockKey"] = _key });

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _lab.Nodes)
        {
            if (await IsLockedAsync(node))
            {
                await UnlockAsync(node);
            }
        }

        await TurnAsync(false);
    }

    // Each manager learns of it by itself, and one that restarts sooner would be as it was.
    private async Task TurnAsync(bool on)
    {
        await Eventually.TrueAsync("the Swarm to take the setting", 60, async () =>
        {
            await _by.Api.EditAsync("/swarm", spec => spec["EncryptionConfig"] = new JsonObject { ["AutoLockManagers"] = on });
            return true;
        });
        await Eventually.BecomesAsync(on ? "all keys to be encrypted" : "all keys to be free", 60, () =>
        {
            var others = _lab.Nodes.Where(node => IsEncrypted(node) != on).ToList();
            return Task.FromResult(others.Count == 0 ? null : $"not so on {string.Join(", ", others)}");
        });
    }

    private bool IsEncrypted(LabNode node) =>
        File.ReadAllText(Path.Combine(_lab.Folder, node.Name, "docker", "swarm", "certificates", "swarm-node.key")).Contains("ENCRYPTED", StringComparison.Ordinal);
}
