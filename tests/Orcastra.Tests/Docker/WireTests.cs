using System.Text.Json;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Wire;

namespace Orcastra.Tests.Docker;

public sealed class WireTests
{
    [Fact]
    public void A_node_is_read()
    {
        var node = NodeJson.Read(Json("""
            {"ID":"n1","Version":{"Index":141},"CreatedAt":"2023-11-14T22:13:20Z",
             "Spec":{"Labels":{"db":"true"},"Role":"manager","Availability":"active"},
             "Description":{"Hostname":"node1","Platform":{"Architecture":"x86_64","OS":"linux"},
               "Resources":{"NanoCPUs":2000000000,"MemoryBytes":25276026880,"GenericResources":[
                 {"NamedResourceSpec":{"Kind":"GPU","Value":"a"}},{"NamedResourceSpec":{"Kind":"GPU","Value":"b"}},{"DiscreteResourceSpec":{"Kind":"SSD","Value":3}}]},
               "Engine":{"EngineVersion":"20.10.24","Labels":{"disk":"ssd"},"Plugins":[{"Type":"Log","Name":"json-file"},{"Type":"Volume","Name":"local"}]},"TLSInfo":{}},
             "Status":{"State":"ready","Addr":"192.0.2.1"},"ManagerStatus":{"Leader":true,"Reachability":"reachable","Addr":"192.0.2.1:2377"}}
            """));

        Assert.Equal(("n1", 141UL, "node1", "192.0.2.1"), (node.Id, node.Version, node.Hostname, node.Address));
        Assert.Equal((NodeState.Ready, Availability.Active, "manager", true), (node.State, node.Availability, node.Role, node.IsLeader));
        Assert.Equal(("true", "ssd"), (node.Labels["db"], node.EngineLabels["disk"]));
        Assert.Equal(new Platform("linux", "x86_64"), node.Platform);
        Assert.Equal((2_000_000_000, 25_276_026_880, 2, 3), (node.Resources.NanoCpus, node.Resources.MemoryBytes, node.Resources.Generic["GPU"], node.Resources.Generic["SSD"]));
        Assert.Equal(["Log/json-file", "Volume/local"], node.Plugins.Order());
    }

    [Fact]
    public void A_service_is_read()
    {
        var service = ServiceJson.Read(Json($$$"""
            {"ID":"s1","Version":{"Index":52},"Spec":{{{Spec}}},"PreviousSpec":{{{Spec}}},
             "UpdateStatus":{"State":"paused","Message":"update paused due to failure"}}
            """));
        var spec = service.Spec;

        Assert.Equal(("s1", 52UL, "odd", UpdateState.Paused), (service.Id, service.Version, service.Name, service.UpdateState));
        Assert.Equal("update paused due to failure", service.UpdateMessage);
        Assert.Equal((ServiceMode.Replicated, 3UL, 1UL, 5UL), (spec.Mode, spec.Replicas, spec.MaxReplicasPerNode, spec.ForceUpdate));
        Assert.Equal("web", spec.Stack);
        Assert.Equal(["node.role==manager"], spec.Constraints);
        Assert.Equal([new Platform("linux", "amd64")], spec.Platforms);
        Assert.Equal((500, 16_777_216), (spec.Reservations.NanoCpus, spec.Reservations.MemoryBytes));
        Assert.Equal([new HostPort("udp", 18080)], spec.HostPorts);
        Assert.Equal(["net1"], spec.NetworkIds);
        Assert.Equal(TimeSpan.FromSeconds(2), spec.StopGrace);
        Assert.Equal(new RestartPolicy(RestartCondition.OnFailure, 4, TimeSpan.FromMilliseconds(500)), spec.Restart);
        Assert.Equal(new UpdateConfig(0, true, TimeSpan.FromSeconds(1)), spec.Update);
        Assert.Equal(("volume", "v", "/v", true, "local", "nfs"), Describe(spec.Mounts[0]));
        Assert.Equal(spec.UserHash, service.PreviousSpec!.UserHash);
    }

    [Fact]
    public void An_empty_spec_gets_the_engines_defaults()
    {
        var service = ServiceJson.Read(Json("""{"ID":"s","Spec":{"Name":"x","TaskTemplate":{}}}"""));

        Assert.Equal((UpdateState.None, true), (service.UpdateState, service.PreviousSpec is null));
        Assert.Equal((ServiceMode.Replicated, 1UL), (service.Spec.Mode, service.Spec.Replicas));
        Assert.Equal(TimeSpan.FromSeconds(10), service.Spec.StopGrace);
        Assert.Equal(new RestartPolicy(RestartCondition.Any, 0, TimeSpan.FromSeconds(5)), service.Spec.Restart);
        Assert.Equal(new UpdateConfig(1, false, TimeSpan.FromSeconds(5)), service.Spec.Update);
    }

    [Theory]
    [InlineData("""{"Global":{}}""", ServiceMode.Global)]
    [InlineData("""{"ReplicatedJob":{"TotalCompletions":2}}""", ServiceMode.ReplicatedJob)]
    [InlineData("""{"GlobalJob":{}}""", ServiceMode.GlobalJob)]
    [InlineData("""{"Replicated":{"Replicas":0}}""", ServiceMode.Replicated)]
    [InlineData("""{"Quantum":{}}""", ServiceMode.ReplicatedJob)]
    public void A_kind_of_the_future_is_left_alone_like_a_job(string mode, ServiceMode expected) =>
        Assert.Equal(expected, ServiceSpecJson.Read(Json($$$"""{"Name":"x","Mode":{{{mode}}}}""")).Mode);

    [Fact]
    public void Words_of_the_future_lead_to_doing_nothing()
    {
        var node = NodeJson.Read(Json("""{"ID":"n","Spec":{"Availability":"napping"},"Status":{"State":"upgrading"}}"""));
        var service = ServiceJson.Read(Json("""{"ID":"s","Spec":{"TaskTemplate":{"RestartPolicy":{"Condition":"sometimes"}}},"UpdateStatus":{"State":"canarying"}}"""));
        var stopping = TaskJson.Read(Json("""{"ID":"t","NodeID":"n","Status":{"State":"checkpointing"},"DesiredState":"shutdown"}"""));
        var running = TaskJson.Read(Json("""{"ID":"t","NodeID":"n","Status":{"State":"running"},"DesiredState":"hibernating"}"""));

        Assert.False(node.TakesTasks || node.IsGone);
        Assert.True(service.IsMidRollout);
        Assert.Equal(RestartCondition.None, service.Spec.Restart.Condition);
        Assert.True(stopping.IsStopping);
        Assert.True(running.IsStopping);
    }

    internal const string Spec = """
        {"Name":"odd","Labels":{"com.docker.stack.namespace":"web","z":""},
         "TaskTemplate":{"ContainerSpec":{"Image":"lab:1","Args":["sh","","x"],"Env":["A=","B=x"],"Init":true,"Isolation":"default",
             "StopGracePeriod":2000000000,"DNSConfig":{},
             "Mounts":[{"Type":"volume","Source":"v","Target":"/v","ReadOnly":true,"VolumeOptions":{"DriverConfig":{"Name":"local","Options":{"type":"nfs"}}}}]},
           "Resources":{"Limits":{},"Reservations":{"NanoCPUs":500,"MemoryBytes":16777216}},
           "RestartPolicy":{"Condition":"on-failure","Delay":500000000,"MaxAttempts":4},
           "Placement":{"Constraints":["node.role==manager"],"MaxReplicas":1,"Platforms":[{"Architecture":"amd64","OS":"linux"}]},
           "Networks":[{"Target":"net1","Aliases":["foo"]}],"ForceUpdate":5,"Runtime":"container"},
         "Mode":{"Replicated":{"Replicas":3}},"UpdateConfig":{"Parallelism":0,"Monitor":1000000000,"MaxFailureRatio":0,"Order":"start-first"},
         "EndpointSpec":{"Mode":"vip","Ports":[{"Protocol":"udp","TargetPort":80,"PublishedPort":18080,"PublishMode":"host"},{"Protocol":"tcp","TargetPort":81,"PublishedPort":81,"PublishMode":"ingress"}]}}
        """;

    internal static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static (string, string, string, bool, string, string) Describe(Mount mount) =>
        (mount.Type, mount.Source, mount.Target, mount.ReadOnly, mount.Driver, mount.DriverOptions["type"]);
}
