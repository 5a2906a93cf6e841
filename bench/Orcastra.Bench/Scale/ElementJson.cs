using System.Globalization;

namespace Orcastra.Bench.Scale;

/// <summary>
/// Nodes, services and tasks as large as an engine's own: specs with what stacks put into them, each task with the whole spec
/// it was made from and the network it is on. The line ends are not part of them.
/// </summary>
internal static class ElementJson
{
    /// <summary>One node, with the labels of these anchors.</summary>
    public static string Node(int node, IEnumerable<string> anchors) => Invariant($$$$"""
        {"ID":"{{{{Cast.Id('n', node)}}}}","Version":{"Index":{{{{100000 + node}}}}},"CreatedAt":"2025-01-10T08:15:30.123456789Z","UpdatedAt":"2025-03-01T11:59:58.987654321Z",
        "Spec":{"Labels":{{{{{Labels(node, anchors)}}}}},"Role":"{{{{(IsManager(node) ? "manager" : "worker")}}}}","Availability":"active"},
        "Description":{"Hostname":"{{{{Cast.Host(node)}}}}","Platform":{"Architecture":"x86_64","OS":"linux"},"Resources":{"NanoCPUs":64000000000,"MemoryBytes":270000000000},
        "Engine":{"EngineVersion":"28.5.2","Labels":{"disk":"ssd"},"Plugins":[{"Type":"Log","Name":"awslogs"},{"Type":"Log","Name":"fluentd"},{"Type":"Log","Name":"gelf"},
        {"Type":"Log","Name":"journald"},{"Type":"Log","Name":"json-file"},{"Type":"Log","Name":"local"},{"Type":"Log","Name":"splunk"},{"Type":"Log","Name":"syslog"},
        {"Type":"Network","Name":"bridge"},{"Type":"Network","Name":"host"},{"Type":"Network","Name":"ipvlan"},{"Type":"Network","Name":"macvlan"},{"Type":"Network","Name":"null"},
        {"Type":"Network","Name":"overlay"},{"Type":"Volume","Name":"local"}]},
        "TLSInfo":{"TrustRoot":"-----BEGIN CERTIFICATE-----\n{{{{new string('M', 560)}}}}\n-----END CERTIFICATE-----\n",
        "CertIssuerSubject":"MBMxETAPBgNVBAMTCHN3YXJtLWNh","CertIssuerPublicKey":"{{{{new string('P', 124)}}}}"}},
        "Status":{"State":"ready","Addr":"10.{{{{node / 250}}}}.{{{{node % 250}}}}.1"}{{{{(IsManager(node) ? Standing(node) : "")}}}}}
        """);

    /// <summary>One service; every other one has been updated before.</summary>
    public static string Service(int service) => Invariant($$$$"""
        {"ID":"{{{{Cast.Id('s', service)}}}}","Version":{"Index":{{{{200000 + service}}}}},"CreatedAt":"2025-01-11T08:15:30.123456789Z","UpdatedAt":"2025-02-20T09:00:31.987654321Z",
        "Spec":{{{{Spec(service, "1.27")}}}}{{{{(service % 2 == 0 ? Before(service) : "")}}}},
        "Endpoint":{"Spec":{"Mode":"vip"},"VirtualIPs":[{"NetworkID":"{{{{Network(service)}}}}","Addr":"10.8.{{{{service / 250 % 250}}}}.{{{{service % 250}}}}/16"}]}}
        """);

    /// <summary>One of a service's tasks: the first ones run, the others are history.</summary>
    public static string Task(int service, int task, int node)
    {
        var runs = task < Cast.Running(service);
        return Invariant($$$$"""
            {"ID":"{{{{Cast.Id('t', (service * Size.TasksOfService) + task)}}}}","Version":{"Index":{{{{300000 + service}}}}},
            "CreatedAt":"2025-02-20T09:00:{{{{(runs ? 20 : 10) + task}}}}.{{{{service:000000000}}}}Z","UpdatedAt":"2025-02-20T09:00:31.987654321Z","Labels":{},
            "Spec":{{{{Template(service, "1.27")}}}},"ServiceID":"{{{{Cast.Id('s', service)}}}}","Slot":{{{{(task % Cast.Running(service)) + 1}}}},"NodeID":"{{{{Cast.Id('n', node)}}}}",
            "Status":{"Timestamp":"2025-02-20T09:00:{{{{(runs ? 25 : 15) + task}}}}.{{{{service:000000000}}}}Z","State":"{{{{(runs ? "running" : "shutdown")}}}}",
            "Message":"{{{{(runs ? "started" : "shutdown")}}}}","ContainerStatus":{"ContainerID":"{{{{Cast.Id('k', service)}}}}{{{{Cast.Id('l', service)}}}}{{{{service:00000000000000}}}}",
            "PID":{{{{20000 + (service % 10000)}}}},"ExitCode":0},"PortStatus":{}},"DesiredState":"{{{{(runs ? "running" : "shutdown")}}}}",
            "NetworksAttachments":[{{{{Attachment(service, task)}}}}],"Volumes":[]}
            """);
    }

    private static bool IsManager(int node) => node < 5;

    private static string Labels(int node, IEnumerable<string> anchors) =>
        string.Join(',', anchors.Select(anchor => $"\"{anchor}\":\"true\"").Prepend("\"disk\":\"ssd\"").Append(Invariant($"\"rack\":\"r{node % 20}\"")));

    private static string Standing(int node) =>
        Invariant($$""","ManagerStatus":{"Leader":{{(node == 0 ? "true" : "false")}},"Reachability":"reachable","Addr":"10.0.{{node}}.1:2377"}""");

    private static string Before(int service) => $$$$"""
        ,"PreviousSpec":{{{{Spec(service, "1.26")}}}},"UpdateStatus":{"State":"completed","StartedAt":"2025-02-20T09:00:00.1Z",
        "CompletedAt":"2025-02-20T09:00:31.2Z","Message":"update completed"}
        """;

    private static string Spec(int service, string version) => Invariant($$$$"""
        {"Name":"shop_{{{{Cast.Plain(service)}}}}","Labels":{"com.docker.stack.image":"registry.example.com/shop/{{{{Cast.Plain(service)}}}}:{{{{version}}}}","com.docker.stack.namespace":"shop"},
        "TaskTemplate":{{{{Template(service, version)}}}},"Mode":{"Replicated":{"Replicas":{{{{Cast.Running(service)}}}}}},
        "UpdateConfig":{"Parallelism":1,"FailureAction":"pause","Monitor":5000000000,"MaxFailureRatio":0,"Order":"stop-first"},
        "RollbackConfig":{"Parallelism":1,"FailureAction":"pause","Monitor":5000000000,"MaxFailureRatio":0,"Order":"stop-first"},"EndpointSpec":{"Mode":"vip"}}
        """);

    private static string Template(int service, string version) => Invariant($$$$"""
        {"ContainerSpec":{"Image":"registry.example.com/shop/{{{{Cast.Plain(service)}}}}:{{{{version}}}}@sha256:7c3f0a1e5b9d2c4f6a8e0b1d3f5a7c9e2b4d6f8a0c1e3f5b7d9a2c4e6f8b0d1a",
        "Labels":{"com.docker.stack.namespace":"shop"},"Args":["--config","/etc/app/config.yml","--listen","0.0.0.0:8080"],"Hostname":"{{.Task.Name}}",
        "Env":["TZ=UTC","LOG_LEVEL=info","DATABASE_URL=postgres://shop@db{{{{service / 10}}}}:5432/shop?sslmode=disable","CACHE_HOST=cache{{{{service / 10}}}}","FEATURES=checkout,search,recommendations"],
        "Privileges":{"CredentialSpec":null,"SELinuxContext":null},"StopGracePeriod":10000000000,
        "Healthcheck":{"Test":["CMD-SHELL","wget -qO- http://127.0.0.1:8080/healthz || exit 1"],"Interval":10000000000,"Timeout":3000000000,"Retries":3},"DNSConfig":{},
        "Secrets":[{"File":{"Name":"password","UID":"0","GID":"0","Mode":292},"SecretID":"{{{{Cast.Id('x', service / 10)}}}}","SecretName":"shop_password"}],
        "Configs":[{"File":{"Name":"/etc/app/config.yml","UID":"0","GID":"0","Mode":292},"ConfigID":"{{{{Cast.Id('c', service / 10)}}}}","ConfigName":"shop_config"}],"Isolation":"default"},
        "Resources":{"Limits":{"NanoCPUs":1000000000,"MemoryBytes":536870912},"Reservations":{"NanoCPUs":100000000,"MemoryBytes":67108864}},
        "RestartPolicy":{"Condition":"any","Delay":5000000000,"MaxAttempts":0},
        "Placement":{"Constraints":["node.platform.os == linux"{{{{(Cast.IsBound(service) ? Invariant($",\"node.labels.db{service / 10} == true\"") : "")}}}}],"Platforms":[{"Architecture":"amd64","OS":"linux"}]},
        "Networks":[{"Target":"{{{{Network(service)}}}}","Aliases":["{{{{Cast.Plain(service)}}}}"]}],"LogDriver":{"Name":"json-file","Options":{"max-file":"3","max-size":"10m"}},"ForceUpdate":0,"Runtime":"container"}
        """);

    private static string Attachment(int service, int task) => Invariant($$$$"""
        {"Network":{"ID":"{{{{Network(service)}}}}","Version":{"Index":{{{{400 + (service / 100)}}}}},"CreatedAt":"2025-01-10T09:00:00.1Z","UpdatedAt":"2025-01-10T09:00:00.2Z",
        "Spec":{"Name":"shop_net{{{{service / 100}}}}","Labels":{"com.docker.stack.namespace":"shop"},"DriverConfiguration":{"Name":"overlay"},"Scope":"swarm"},
        "DriverState":{"Name":"overlay","Options":{"com.docker.network.driver.overlay.vxlanid_list":"{{{{4097 + (service / 100)}}}}"}},
        "IPAMOptions":{"Driver":{"Name":"default"},"Configs":[{"Subnet":"10.8.0.0/16","Gateway":"10.8.0.1"}]}},"Addresses":["10.8.{{{{service % 250}}}}.{{{{task + 2}}}}/16"]}
        """);

    private static string Network(int service) => Cast.Id('w', service / 100);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
