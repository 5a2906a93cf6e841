using System.Text;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary><c>/configs</c> and <c>/secrets</c>: content that never changes, with labels that may.</summary>
internal sealed class ContentApi(Cluster cluster, bool isSecret)
{
    private const int MostRaftBytes = 1_572_864;

    private readonly string _kind = isSecret ? "secret" : "config";

    private Store Store => cluster.Store;

    private Dictionary<string, ContentRecord> Records => isSecret ? Store.Secrets : Store.Configs;

    private string Path => _kind + "s";

    public Answer Ask(ApiRequest request)
    {
        if (request.Is("GET", Path))
        {
            return List(request);
        }

        if (request.Is("POST", Path, "create"))
        {
            return Create(request.Body());
        }

        if (request.Is("GET", Path, "*"))
        {
            return Listing.One(Json(Find(request)));
        }

        if (request.Is("POST", Path, "*", "update"))
        {
            return Update(Find(request), request);
        }

        return request.Is("DELETE", Path, "*") ? Remove(Find(request)) : throw new Refusal(404, "page not found");
    }

    private ContentRecord Find(ApiRequest request) => Listing.Find(Records, _kind, request.Parts[1], record => record.Name);

    private Answer List(ApiRequest request)
    {
        var filter = FilterQuery.Parse(request["filters"], "name", "names", "id", "label");
        return Listing.Of(
            Records.Values.Where(record =>
                filter.Any("name", name => record.Name.StartsWith(name, StringComparison.Ordinal))
                && filter.Any("names", name => record.Name == name)
                && filter.Any("id", id => record.Id.StartsWith(id, StringComparison.Ordinal))
                && filter.Labels("label", record.Spec.Labels("Labels"))),
            Json);
    }

    private Answer Create(JsonObject spec)
    {
        var name = spec.Text("Name");
        if (name.Length == 0)
        {
            throw Refusal.Invalid("name must be provided");
        }

        if (Records.Values.Any(record => record.Name == name))
        {
            throw new Refusal(409, $"rpc error: code = AlreadyExists desc = {_kind} {name} already exists");
        }

        CheckSize(spec);
        spec["Labels"] ??= new JsonObject();
        var created = new ContentRecord(cluster.Dice.Id(), spec, isSecret);
        Store.Commit(commit => commit.Add(created));
        return Answer.Created("ID", created.Id);
    }

    private Answer Update(ContentRecord record, ApiRequest request)
    {
        var version = request.VersionOf(_kind);
        var spec = request.Body();
        var isSame = spec.Text("Name") == record.Name && (!spec.Has("Data") || spec.Text("Data") == record.Spec.Text("Data"));
        if (!isSame)
        {
            throw Refusal.Invalid("only updates to Labels are allowed");
        }

        CheckSize(spec);
        if (record.Version != version)
        {
            throw Refusal.OutOfSequence();
        }

        var written = (JsonObject)record.Spec.DeepClone();
        written["Labels"] = spec.Child("Labels")?.DeepClone() ?? new JsonObject();
        Store.Commit(commit =>
        {
            commit.Touch(record);
            record.Spec = written;
        });
        return Answer.Empty();
    }

    private Answer Remove(ContentRecord record)
    {
        var field = isSecret ? "SecretID" : "ConfigID";
        var users = Store.Services.Values
            .Where(service => service.Spec.Task.Container.Items(isSecret ? "Secrets" : "Configs").Any(item => item.Text(field) == record.Id))
            .Select(service => service.Spec.Name)
            .ToList();
        if (users.Count > 0)
        {
            throw Refusal.Invalid($"{_kind} '{record.Name}' is in use by the following service{(users.Count > 1 ? "s" : "")}: {string.Join(", ", users)}");
        }

        Store.Commit(commit => commit.Remove(record));
        return Answer.Empty(204);
    }

    private static void CheckSize(JsonObject spec)
    {
        if (Encoding.UTF8.GetByteCount(spec.ToJsonString()) > MostRaftBytes)
        {
            throw new Refusal(500, "rpc error: code = Unknown desc = raft: raft message is too large and can't be sent");
        }
    }

    private byte[] Json(ContentRecord record) => record.Json ??= Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.Meta(record);
        json.WriteStartObject("Spec");
        json.WriteString("Name", record.Name);
        json.Labels("Labels", record.Spec.Labels("Labels"));
        if (!isSecret)
        {
            json.WriteString("Data", record.Spec.Text("Data"));
        }

        foreach (var (key, value) in record.Spec.Where(pair => pair.Key is not ("Name" or "Labels" or "Data") && pair.Value is not null))
        {
            json.Raw(key, Wire.Bytes(value));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });
}
