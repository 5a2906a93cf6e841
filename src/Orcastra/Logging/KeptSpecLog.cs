using Orcastra.Core.Remembering;
using Orcastra.Core.RollingBack;
using Orcastra.Core.Swarm;

namespace Orcastra.Logging;

/// <summary>Tells, once, of each spec that an owner could roll back to whether it is kept, from what was remembered before a pass and is after it.</summary>
/// <param name="log">Where to.</param>
public sealed class KeptSpecLog(ILogger log)
{
    /// <summary>Tells what has changed.</summary>
    /// <param name="before">What was remembered when the pass began.</param>
    /// <param name="after">What is remembered now.</param>
    /// <param name="snapshot">The Swarm as the pass saw it.</param>
    public void Tell(Memory before, Memory after, ClusterSnapshot snapshot)
    {
        if (ReferenceEquals(before.Kept, after.Kept))
        {
            return;
        }

        foreach (var (id, kept) in after.Kept.Where(entry => before.Kept.GetValueOrDefault(entry.Key)?.KeptAt != entry.Value.KeptAt && snapshot.Services.ContainsKey(entry.Key)))
        {
            var name = snapshot.Services[id].Name;
            if (kept.UserHash.Length == 0)
            {
                log.Warning("{Service:l}: what docker service rollback would bring back is larger than {Limit} KiB and is not kept; the next write replaces it", name, OwnersPrevious.MostBytes / 1024);
            }
            else
            {
                log.Information("{Service:l}: what docker service rollback would bring back is kept for rollback_service:{Service:l}, as the next write replaces it", name, name);
            }
        }
    }
}
