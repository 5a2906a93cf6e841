using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>What the managers demand of a service's spec.</summary>
internal static class ServiceRules
{
    /// <summary>Checks a spec and reads it.</summary>
    /// <param name="cluster">Everything.</param>
    /// <param name="raw">The spec as it came.</param>
    /// <param name="before">The service it is to replace; null for a new one.</param>
    public static ServiceSpec Check(Cluster cluster, JsonObject raw, ServiceRecord? before)
    {
        CheckPlacement(cluster, raw, before);
        var normal = ServiceDefaults.Normalize(raw);
        ResolveNetworks(cluster.Store, normal["TaskTemplate"]);
        var spec = new ServiceSpec(normal);
        if (spec.Name.Length == 0)
        {
            throw Refusal.Invalid("name must be provided");
        }

        if (spec.Task.Image.Length == 0)
        {
            throw Refusal.Invalid("ContainerSpec: image reference must be provided");
        }

        if (spec.Replicas < 0)
        {
            throw Refusal.Invalid("Number of replicas must be non-negative");
        }

        CheckConstraints(raw);
        if (before is not null)
        {
            CheckKept(spec, before.Spec);
        }

        if (before is null || before.Spec.EndpointKey != spec.EndpointKey)
        {
            CheckPorts(cluster.Store, spec, before?.Id);
        }

        CheckReferences(cluster.Store, spec);
        return spec;
    }

    private static void CheckPlacement(Cluster cluster, JsonObject raw, ServiceRecord? before)
    {
        if (before is null || raw.Child("TaskTemplate").Child("Placement") is not null)
        {
            return;
        }

        cluster.Violations.Add($"service {before.Spec.Name} was written without a placement");
        if (cluster.Release.PanicsWithoutPlacement)
        {
            throw new Refusal(500, "rpc error: code = Unavailable desc = error reading from server: EOF (a real leader has panicked: TaskTemplate.Placement is null)");
        }
    }

    private static void CheckConstraints(JsonObject raw)
    {
        foreach (var text in raw.Child("TaskTemplate").Child("Placement").Texts("Constraints"))
        {
            if (Constraint.Parse(text).Problem is { Length: > 0 } problem)
            {
                throw Refusal.Invalid(problem);
            }
        }
    }

    private static void CheckKept(ServiceSpec spec, ServiceSpec before)
    {
        if (spec.Name != before.Name)
        {
            throw new Refusal(501, "rpc error: code = Unimplemented desc = renaming services is not supported");
        }

        if (spec.Mode != before.Mode)
        {
            throw new Refusal(501, "rpc error: code = Unimplemented desc = service mode change is not allowed");
        }
    }

    private static void CheckPorts(Store store, ServiceSpec spec, string? own)
    {
        foreach (var port in spec.Ports.Where(port => port.Published > 0))
        {
            foreach (var other in store.Services.Values.Where(other => other.Id != own))
            {
                foreach (var taken in other.Spec.Ports.Where(taken => taken.Published == port.Published && taken.Protocol == port.Protocol))
                {
                    if (!taken.IsOnHost || !port.IsOnHost)
                    {
                        throw Refusal.Invalid($"port '{port.Published}' is already in use by service '{other.Spec.Name}' ({other.Id}) as {(taken.IsOnHost ? "a host-published port" : "an ingress port")}");
                    }
                }
            }
        }
    }

    private static void CheckReferences(Store store, ServiceSpec spec)
    {
        foreach (var id in spec.Task.Container.Items("Configs").Select(item => item.Text("ConfigID")))
        {
            if (id.Length > 0 && !store.Configs.ContainsKey(id))
            {
                throw Refusal.Invalid($"config not found: {id}");
            }
        }

    }

    // Clients may name networks; what is kept is their IDs.
    private static void ResolveNetworks(Store store, JsonNode? template)
    {
        foreach (var item in template.Items("Networks").OfType<JsonObject>())
        {
            item["Target"] = Listing.Find(store.Networks, "network", item.Text("Target"), network => network.Name).Id;
        }
    }
}
