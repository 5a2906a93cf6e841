using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary><c>/services</c>.</summary>
internal sealed class ServicesApi(Cluster cluster)
{
    private Store Store => cluster.Store;

    public Answer Ask(ApiRequest request)
    {
        if (request.Is("GET", "services"))
        {
            return List(request);
        }

        if (request.Is("POST", "services", "create"))
        {
            return Create(request.Body());
        }

        if (request.Is("GET", "services", "*"))
        {
            var service = Find(Store, request.Parts[1]);
            return Listing.One(request.Flag("insertDefaults") ? ServiceJson.Of(service, ServiceDefaults.Insert(service.Spec.Raw)) : Json(service));
        }

        if (request.Is("POST", "services", "*", "update"))
        {
            return Update(Find(Store, request.Parts[1]), request);
        }

        return request.Is("DELETE", "services", "*") ? Remove(Find(Store, request.Parts[1])) : throw new Refusal(404, "page not found");
    }

    public static ServiceRecord Find(Store store, string key) =>
        store.ServiceIdByName.TryGetValue(key, out var id) && !store.Services.ContainsKey(key)
            ? store.Services[id]
            : Listing.Find(store.Services, "service", key, service => service.Spec.Name);

    private Answer List(ApiRequest request)
    {
        var filter = FilterQuery.Parse(request["filters"], "name", "id", "label", "mode", "runtime");
        var services = Store.Services.Values.Where(service =>
            filter.Any("name", name => service.Spec.Name.StartsWith(name, StringComparison.Ordinal))
            && filter.Any("id", id => service.Id.StartsWith(id, StringComparison.Ordinal))
            && filter.Any("mode", mode => mode == ServiceJson.ModeWord(service.Spec.Mode))
            && filter.Labels("label", service.Spec.Labels));
        return request.Flag("status")
            ? Listing.Of(services, service => ServiceJson.Of(service, service.Spec.Bytes, ServiceStatus.Of(service, Store)))
            : Listing.Of(services, Json);
    }

    private Answer Create(JsonObject raw)
    {
        var spec = ServiceRules.Check(cluster, raw, null);
        if (Store.ServiceIdByName.ContainsKey(spec.Name))
        {
            throw new Refusal(409, $"rpc error: code = AlreadyExists desc = name conflicts with an existing object: service {spec.Name} already exists");
        }

        var service = new ServiceRecord(cluster.Dice.Id(), spec) { JobStartedAt = cluster.Now };
        Store.Commit(commit => commit.Add(service));
        return Answer.Created("ID", service.Id);
    }

    private Answer Update(ServiceRecord service, ApiRequest request)
    {
        var version = request.VersionOf("service");
        var rollback = request["rollback"];
        if (rollback is not ("" or "previous" or "none"))
        {
            throw new Refusal(400, $"unrecognized rollback option {rollback}");
        }

        var spec = ServiceRules.Check(cluster, request.Body(), service);
        if (rollback == "previous" && service.Previous is null)
        {
            throw new Refusal(400, $"rpc error: code = FailedPrecondition desc = service {service.Id} does not have a previous spec");
        }

        if (service.Version != version)
        {
            throw Refusal.OutOfSequence();
        }

        Store.Commit(commit => Write(commit, service, version, rollback == "previous" ? null : spec));
        return Answer.Json(Wire.Line(json =>
        {
            json.WriteStartObject();
            json.WriteNull("Warnings");
            json.WriteEndObject();
        }));
    }

    // Whatever is written, be it labels, the spec before becomes the one to roll back to, and an update's status is cleared.
    private static void Write(Commit commit, ServiceRecord service, ulong version, ServiceSpec? spec)
    {
        commit.Touch(service);
        if (service.Spec.IsJob)
        {
            service.JobIteration++;
            service.JobStartedAt = commit.Now;
        }

        var (before, versionBefore) = (service.Spec, service.SpecVersion);
        if (spec is null)
        {
            (service.Spec, service.SpecVersion) = (service.Previous!, service.PreviousSpecVersion);
            service.Update = new(UpdateStatus.RollbackStarted, commit.Now, null, "manually requested rollback");
        }
        else
        {
            (service.Spec, service.SpecVersion) = (spec, version);
            service.Update = null;
        }

        (service.Previous, service.PreviousSpecVersion) = (before, versionBefore);
    }

    private Answer Remove(ServiceRecord service)
    {
        Store.Commit(commit => commit.Remove(service));
        return Answer.Empty();
    }

    private static byte[] Json(ServiceRecord service) => service.Json ??= ServiceJson.Of(service, service.Spec.Bytes);
}
