using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Tests.Cli;
using Orcastra.Tests.Loop;

namespace Orcastra.Tests.Execution;

/// <summary>A stray gate of ours has to be taken away from a service that its owner has deployed twice; what was first must not be lost.</summary>
public sealed class KeptSpecTests : IDisposable
{
    private const string Name = "orcastra-previous-sid-web";

    private readonly Rehearsal _rehearsal = new();
    private readonly List<string> _writes = [];

    public KeptSpecTests()
    {
        _rehearsal.Swarm.Services.Add(SwarmJson.Service("web", constraints: [Trace.GateConstraint("x-1", 1)], env: ["TOKEN=s3cret-2"], labels: [(Trace.Mark, "x-1")]));
        _rehearsal.Swarm.Services[0]["PreviousSpec"] = SwarmJson.Service("web", constraints: [Trace.GateConstraint("x-1", 1)], env: ["TOKEN=s3cret-1"])["Spec"]!.DeepClone();
        _rehearsal.Swarm.Tasks.Add(SwarmJson.Task("web", "node-a"));
        _rehearsal.Swarm.OnRequest = (request, body) => Note(request, body);
    }

    private JsonObject Web => _rehearsal.Swarm.Services[0];

    private string Variables => Web["Spec"]!["TaskTemplate"]!["ContainerSpec"]!["Env"]!.ToJsonString();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void It_is_noted_then_kept_and_only_then_replaced()
    {
        _rehearsal.Run();
        _rehearsal.Pass(5);

        var replaced = _writes.FindIndex(write => write.StartsWith("POST /services/sid-web", StringComparison.Ordinal));
        var kept = _writes.FindIndex(write => write.Contains(Name, StringComparison.Ordinal));
        var noted = _writes.FindIndex(write => write.Contains("kept.sid-web", StringComparison.Ordinal));
        Assert.True(noted >= 0 && noted < kept && kept < replaced, string.Join('\n', _writes));
        var text = _rehearsal.Config(Name)["Spec"]!["Labels"]!["orcastra.spec"]!.GetValue<string>();
        Assert.Contains("s3cret-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gate", text, StringComparison.Ordinal);
        Assert.Equal(3, _rehearsal.Swarm.Configs.Count);
    }

    [Fact]
    public void What_was_deployed_before_comes_back_and_no_secret_is_said()
    {
        _rehearsal.Run();
        _rehearsal.Pass(5);
        Give("rollback_service:web");
        _rehearsal.Pass(20);

        Assert.Equal("""["TOKEN=s3cret-1"]""", Variables);
        Assert.Contains("rollback-service web: to what was deployed before: begun (asked for by test)", _rehearsal.Story, StringComparison.Ordinal);
        Assert.Equal("done", Command().Outcome);
        Assert.DoesNotContain("s3cret", _rehearsal.Story, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _rehearsal.Config("orcastra-memory").ToJsonString(), StringComparison.Ordinal);

        Give("rollback_service:web"); // by the engine now, and forward again
        _rehearsal.Pass(20);
        Assert.Equal("""["TOKEN=s3cret-2"]""", Variables);
    }

    [Fact]
    public void Where_it_cannot_be_kept_the_service_is_not_written_to()
    {
        _rehearsal.Swarm.OnRequest = (request, body) => Note(request, body) ?? (body.Contains(Name, StringComparison.Ordinal) ? "no room" : null);
        _rehearsal.Run();
        _rehearsal.Pass(60);

        Assert.Contains("s3cret-1", Web["PreviousSpec"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_writes, write => write.StartsWith("POST /services", StringComparison.Ordinal));
        Assert.Contains("POST /configs/create: HTTP 500: no room", _rehearsal.Story, StringComparison.Ordinal);

        _rehearsal.Swarm.OnRequest = (request, body) => Note(request, body);
        _rehearsal.Pass(60);
        Assert.DoesNotContain("gate", Web["Spec"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("s3cret-1", _rehearsal.Config(Name).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_too_large_is_not_kept_which_is_said_once()
    {
        Web["PreviousSpec"]!["TaskTemplate"]!["ContainerSpec"]!["Env"] = new JsonArray("TOKEN=s3cret-1", $"BIG={new string('x', 300_000)}");
        _rehearsal.Run();
        _rehearsal.Pass(5);
        Give("rollback_service:web");
        _rehearsal.Pass(5);

        Assert.DoesNotContain("gate", Web["Spec"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, _rehearsal.Swarm.Configs.Count);
        Assert.Equal(2, _rehearsal.Story.Split("is larger than 256 KiB and is not kept").Length);
        Assert.Contains("too large to be kept", Command().Says, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_was_removed_or_changed_by_hand_fails_the_command()
    {
        _rehearsal.Run();
        _rehearsal.Pass(5);
        _rehearsal.Config(Name)["Spec"]!["Labels"]!["orcastra.spec"] = """{"Name":"web"}""";
        Give("rollback_service:web");
        _rehearsal.Pass(20);

        Assert.Equal("""["TOKEN=s3cret-2"]""", Variables);
        Assert.Equal("failed", Command().Outcome);
        Assert.Contains($"the config object {Name}, which kept it, was removed or changed", Command().Says, StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_with_its_service()
    {
        _rehearsal.Run();
        _rehearsal.Pass(5);
        _rehearsal.Swarm.Services.Clear();
        _rehearsal.Swarm.Tasks.Clear();
        _rehearsal.Wake.Up("service remove");
        _rehearsal.Pass(5);

        Assert.Equal(2, _rehearsal.Swarm.Configs.Count);
        Assert.Contains("remove-kept-spec sid-web: done (its service is gone", _rehearsal.Story, StringComparison.Ordinal);
        Assert.Empty(Remembered().Kept);
    }

    private string? Note(string request, string body)
    {
        if (request.StartsWith("POST", StringComparison.Ordinal))
        {
            _writes.Add($"{request} {body}");
        }

        return null;
    }

    private void Give(string command)
    {
        var config = _rehearsal.Config("orcastra-memory");
        var given = Remembered() with { Commands = Memory.Empty.Commands.Add("c", new(command, "test", _rehearsal.Time.GetUtcNow())) };
        config["Spec"]!["Labels"] = new JsonObject(MemoryLabels.Write(given).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        config["Version"] = new JsonObject { ["Index"] = config["Version"]!["Index"]!.GetValue<int>() + 1 };
        _rehearsal.Wake.Up("command");
    }

    private CommandRecord Command() => Remembered().Commands["c"];

    private Memory Remembered() => MemoryLabels.Read(_rehearsal.Config("orcastra-memory")["Spec"]!["Labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()));
}
