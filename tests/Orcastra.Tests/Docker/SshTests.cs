using System.Diagnostics;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

/// <summary>With a script in the place of ssh: what a real sshd does is for the tests on a real Swarm.</summary>
public sealed class SshTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Requests_and_streams_go_over_the_processs_pipes_and_it_ends_with_the_client()
    {
        await using var engine = await FakeEngine.OnTcpAsync();
        engine.Answer("GET /v1.41/nodes", "[]");
        engine.Answer("GET /v1.41/events", async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        var pids = Path.Combine(_folder, "pids");
        var client = Client($"""
            echo $$ >> {pids}
            exec 3<>/dev/tcp/{engine.Address.Replace(':', '/')}
            cat <&3 &
            exec cat >&3
            """);

        await client.Nodes.ListAsync(Stop);
        await client.Nodes.ListAsync(Stop);
        await using var events = client.Events.StreamAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await events.MoveNextAsync());
        Assert.Empty(await client.Nodes.ListAsync(Stop));
        var processes = (await File.ReadAllLinesAsync(pids, Stop)).Select(pid => Process.GetProcessById(int.Parse(pid, null))).ToArray();
        Assert.Equal(2, processes.Length);

        await client.DisposeAsync();

        foreach (var process in processes)
        {
            await process.WaitForExitAsync(Stop);
        }
    }

    [Fact]
    public async Task A_large_answer_comes_through_whole()
    {
        await using var engine = await FakeEngine.OnTcpAsync();
        engine.Answer("GET /v1.41/tasks", "[" + string.Join(',', Enumerable.Repeat($$"""{"ID":"{{new string('x', 1000)}}"}""", 3000)) + "]");
        await using var client = Client($"""
            exec 3<>/dev/tcp/{engine.Address.Replace(':', '/')}
            cat <&3 &
            exec cat >&3
            """);

        Assert.Equal(3000, (await client.Tasks.ListAsync(Stop)).Length);
    }

    [Fact]
    public async Task What_ssh_says_when_it_fails_is_in_the_error_with_what_to_try()
    {
        await using var client = Client("echo 'me@host: Permission denied (publickey).' >&2; exit 255", "ssh://me@host:2222");

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("ssh://me@host:2222: GET /_ping: me@host: Permission denied (publickey). Try `ssh -l me -p 2222 -- host docker version`", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ssh_is_called_as_Docker_calls_it()
    {
        await using var client = Client("""echo "$*" >&2; exit 255""", "ssh://me@host:2222");

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("-o ConnectTimeout=30 -T -l me -p 2222 -- host docker system dial-stdio", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_ssh_is_named()
    {
        await using var client = new DockerClient(
            DockerEndpoint.Parse("ssh://host", false, null, null), TimeProvider.System, new() { ReadRetries = 0, SshCommand = "/nowhere/ssh" });

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("is the OpenSSH client installed?", error.Message, StringComparison.Ordinal);
    }

    private DockerClient Client(string script, string host = "ssh://host")
    {
        var ssh = Path.Combine(_folder, "ssh");
        File.WriteAllText(ssh, "#!/bin/bash\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ssh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new(DockerEndpoint.Parse(host, false, null, null), TimeProvider.System, new() { ReadRetries = 0, SshCommand = ssh });
    }
}
