using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Traps;

[Collection(SecondLabTests.Name)]
public sealed class UnknownFieldsTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task A_service_full_of_odd_fields_is_the_same_after_a_hand_off()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(Odd().BoundTo("db"));
        var spec = await Swarm.SpecAsync("odd");
        await StartOrcastraAsync("db: [odd]");

        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, 40, "db", "odd");
        await PeaceAsync();
        Assert.Equal(spec, await Swarm.SpecAsync("odd"));
        Watcher.AssertNeverTwice("odd");
    }

    private static Draft Odd() => Draft.Of("odd")
        .Labelled("owner.label", "with a value")
        .Labelled("empty", "")
        .Edit(spec =>
        {
            var container = (JsonObject)spec["TaskTemplate"]!["ContainerSpec"]!;
            foreach (var (name, value) in Container())
            {
                container[name] = value?.DeepClone();
            }

            spec["TaskTemplate"]!["LogDriver"] = new JsonObject { ["Name"] = "json-file", ["Options"] = new JsonObject { ["max-size"] = "1m" } };
            spec["TaskTemplate"]!["Resources"] = new JsonObject { ["Limits"] = new JsonObject { ["Pids"] = 100, ["NanoCPUs"] = 900_000_000 } };
            spec["TaskTemplate"]!["Placement"]!["Preferences"] = new JsonArray(new JsonObject { ["Spread"] = new JsonObject { ["SpreadDescriptor"] = "node.labels.zone" } });
            spec["RollbackConfig"] = new JsonObject { ["Parallelism"] = 2, ["Monitor"] = 7_000_000_000, ["FailureAction"] = "continue", ["Order"] = "stop-first", ["MaxFailureRatio"] = 0.25 };
        });

    private static JsonObject Container() => new()
    {
        ["Privileges"] = new JsonObject
        {
            ["NoNewPrivileges"] = true,
            ["Seccomp"] = new JsonObject { ["Mode"] = "unconfined" },
            ["AppArmor"] = new JsonObject { ["Mode"] = "disabled" },
        },
        ["CapabilityAdd"] = new JsonArray("CAP_NET_ADMIN"),
        ["CapabilityDrop"] = new JsonArray("CAP_CHOWN"),
        ["Sysctls"] = new JsonObject { ["net.ipv4.ip_unprivileged_port_start"] = "0" },
        ["Ulimits"] = new JsonArray(new JsonObject { ["Name"] = "nofile", ["Hard"] = 1024, ["Soft"] = 512 }),
        ["Init"] = true,
        ["Hosts"] = new JsonArray("192.0.2.1 elsewhere"),
        ["DNSConfig"] = new JsonObject { ["Nameservers"] = new JsonArray("192.0.2.2"), ["Options"] = new JsonArray("ndots:3") },
        ["StopSignal"] = "SIGTERM",
        ["ReadOnly"] = true,
        ["TTY"] = true,
        ["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD", "true"), ["Interval"] = 1_000_000_000, ["Retries"] = 4 },
        ["Labels"] = new JsonObject { ["container.label"] = "x" },
        ["Mounts"] = new JsonArray(new JsonObject { ["Type"] = "tmpfs", ["Target"] = "/scratch", ["TmpfsOptions"] = new JsonObject { ["SizeBytes"] = 1_048_576, ["Mode"] = 448 } }),
    };
}
