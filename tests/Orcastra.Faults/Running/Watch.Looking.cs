using Orcastra.Core.Remembering;

namespace Orcastra.Faults;

/// <summary>Finds out what has changed since the last look, and who wrote it.</summary>
internal sealed partial class Watch
{
    private void LookAtServices(bool byUser)
    {
        foreach (var service in Stage.Store.Services.Values)
        {
            var known = _services.GetValueOrDefault(service.Id);
            if (known.Version == service.Version)
            {
                continue;
            }

            _services[service.Id] = (service.Spec, service.Previous, service.Update, service.Version);
            if (!ReferenceEquals(known.Spec, service.Spec))
            {
                var sent = _sent.GetValueOrDefault((service.Id, known.Version));
                var isAskedFor = sent is not null && known.Spec is not null && Rollbacks.AskedFor(Memory, service.Spec.Name, service.Spec).Any();
                var author = byUser || isAskedFor ? Author.User : sent is not null ? Author.Us : Author.Swarm;
                Authored(new(author, byUser ? null : sent, service, known.Spec, known.Previous, known.Update));
            }
        }
    }

    private void Authored(ServiceWritten written)
    {
        Effects += written.Sent is not null ? 1 : 0;
        Stage.Journal.Say($"{written}");
        if (written is { Author: Author.User, Sent: not null })
        {
            Stage.Touch(written.Name);
        }

        Each(law => law.OnService(written));
        if (written.Author != Author.Swarm)
        {
            Authors[written.Service.Id] = written.Author;
        }
    }

    private void LookAtNodes(bool byUser)
    {
        foreach (var node in Stage.Store.Nodes.Values)
        {
            var known = _nodes.GetValueOrDefault(node.Id);
            if (known.Version == node.Version)
            {
                continue;
            }

            _nodes[node.Id] = (node.Spec, node.Version);
            Each(law => law.OnState(node));
            if (known.Spec is not null && !ReferenceEquals(known.Spec, node.Spec))
            {
                var sent = _sent.GetValueOrDefault((node.Id, known.Version));
                var author = byUser ? Author.User : sent is not null ? Author.Us : Author.Swarm;
                var written = new NodeWritten(author, byUser ? null : sent, node, known.Spec);
                Effects += author == Author.Us ? 1 : 0;
                Stage.Journal.Say($"{written}");
                Each(law => law.OnNode(written));
            }
        }
    }

    private void LookAtMemory()
    {
        var config = _memory.Id.Length > 0 ? Stage.Store.Configs.GetValueOrDefault(_memory.Id) : Stage.Store.Configs.Values.FirstOrDefault(known => known.Name == MemoryName);
        if (config is null || ReferenceEquals(config.Spec, _memory.Spec))
        {
            return;
        }

        _memory = (config.Spec, config.Id);
        var labels = config.Spec["Labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>(), StringComparer.Ordinal);
        var (before, after) = (Memory, MemoryLabels.Read(labels));
        Memory = after;
        Moves += after.HandOffs.Values.Count(handOff => handOff.Purpose == HandOffPurpose.Relocate && before.HandOffs.GetValueOrDefault(handOff.ServiceId)?.Id != handOff.Id);
        Each(law => law.OnMemory(new(before, after)));
    }
}
