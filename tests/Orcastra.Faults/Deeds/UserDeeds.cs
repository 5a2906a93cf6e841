using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Orcastra.Faults;

/// <summary>The user deploys another image, as <c>docker service update --image</c> does: what else is in the spec stays.</summary>
internal sealed record Deploy(string Service, string Image) : Deed
{
    public override string Text => $"deploy: {Service} image {Image}";

    public override void Happen(Stage stage) => stage.User.Edit(Service, spec => spec["TaskTemplate"]!["ContainerSpec"]!["Image"] = Image);
}

/// <summary>The user deploys the stack file again: the whole spec is replaced.</summary>
internal sealed record StackDeploy(string Service, string Image) : Deed
{
    public override string Text => $"stack_deploy: {Service} image {Image}";

    public override void Happen(Stage stage) => stage.User.Replace(Service, Image);
}

/// <summary>The user rolls back.</summary>
internal sealed record RollBack(string Service) : Deed
{
    public override string Text => $"rollback: {Service}";

    public override void Happen(Stage stage) => stage.User.RollBack(Service);
}

/// <summary>The user scales.</summary>
internal sealed record Scale(string Service, int Replicas) : Deed
{
    public override string Text => $"scale: {Service}={Replicas}";

    public override void Happen(Stage stage) => stage.User.Edit(Service, spec =>
    {
        if (spec["Mode"]?["Replicated"] is JsonObject replicated)
        {
            replicated["Replicas"] = Replicas;
        }
    });
}

/// <summary>The user moves a service to a machine, by a constraint; to none in particular with 0.</summary>
internal sealed record MoveTo(string Service, int Node) : Deed
{
    public override string Text => Node == 0 ? $"release: {Service}" : $"move: {Service} to node{Node}";

    public override void Happen(Stage stage) => stage.User.Edit(Service, spec =>
    {
        var placement = spec["TaskTemplate"]!["Placement"]!;
        var kept = placement["Constraints"]?.AsArray().Select(text => text!.GetValue<string>()).Where(text => !text.StartsWith("node.hostname", StringComparison.Ordinal)) ?? [];
        ImmutableArray<string> constraints = Node == 0 ? [.. kept] : [.. kept, $"node.hostname == node{Node}"];
        placement["Constraints"] = new JsonArray([.. constraints.Select(text => (JsonNode)text)]);
    });
}

/// <summary>The user gives a command.</summary>
internal sealed record GiveCommand(string Command) : Deed
{
    public override string Text => $"command: {Command}";

    public override void Happen(Stage stage) => stage.User.Give(Command);
}

/// <summary>The user labels a node, or takes a label away.</summary>
internal sealed record Relabel(int Node, string Key, string? Value) : Deed
{
    public override string Text => Value is null ? $"unlabel: node{Node} {Key}" : $"label: node{Node} {Key}={Value}";

    public override void Happen(Stage stage) => stage.User.EditNode(Node, spec =>
    {
        var labels = spec["Labels"] as JsonObject ?? [];
        spec["Labels"] = labels.DeepClone();
        _ = Value is null ? ((JsonObject)spec["Labels"]!).Remove(Key) : (spec["Labels"]![Key] = Value) is not null;
    });
}

/// <summary>The user makes a node active, paused or drained.</summary>
internal sealed record MakeAvailable(int Node, string Availability) : Deed
{
    public override string Text => $"{Availability}: node{Node}";

    public override void Happen(Stage stage) => stage.User.EditNode(Node, spec => spec["Availability"] = Availability);
}

/// <summary>The user removes a service, and may create it anew.</summary>
internal sealed record Remove(string Service, bool Recreates) : Deed
{
    public override string Text => Recreates ? $"recreate: {Service}" : $"remove: {Service}";

    public override void Happen(Stage stage)
    {
        stage.User.Remove(Service);
        if (Recreates)
        {
            stage.User.Create(stage.Scenario.Service(Service)!);
        }
    }
}
