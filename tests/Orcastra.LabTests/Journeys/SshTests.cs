namespace Orcastra.LabTests.Journeys;

/// <summary>Through the real OpenSSH client, the node's sshd and its docker command.</summary>
public sealed class SshTests(Lab lab) : LabTest(lab)
{
    private const string File = "db: [free]";

    [Fact]
    [Trait("Journey", "Essential")]
    public async Task Through_ssh_dependents_follow_their_anchor_as_they_do_through_a_socket()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(A, Draft.Of("free", "slowstop", "1"));
        var process = Launch(File, B.Socket, await HostAsync(), await ClientAsync(""));
        await ActsAsync(process);
        Assert.StartsWith($"{B.Id}/", await Swarm.LeaseAsync(), StringComparison.Ordinal);

        Watcher.Note($"its owner moves the anchor to {C}");
        await Swarm.MoveAsync("db", C);

        await RunsOnAsync(C, 30, "db", "free");
        await PeaceAsync();
        Watcher.AssertNeverTwice("free");
        Assert.Equal(0, await process.LeaveAsync());
        Assert.Equal("", await Swarm.LeaseAsync());
    }

    [Fact]
    public async Task A_host_whose_key_is_unknown_is_named_with_what_to_do_and_nothing_is_changed()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAtAsync(B, Draft.Of("free"));
        WriteFile("dependencies.yml", File);
        var before = (await Swarm.ServicesAsync()).ToJsonString();
        var (variable, host) = await HostAsync();
        var client = await ClientAsync($"-o UserKnownHostsFile={WriteFile("no_hosts", "")} -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -o BatchMode=yes");

        foreach (var verb in new[] { "status", "plan" })
        {
            var (code, said) = await AskAsync(verb, B.Socket, (variable, host), client);

            Assert.Equal(1, code);
            Assert.Contains($"orcastra {verb}: {host}: ", said, StringComparison.Ordinal);
            Assert.Contains("Host key verification failed", said, StringComparison.Ordinal);
            Assert.Contains($"Try `ssh -l root -- {host.Split('@')[1]} docker version`", said, StringComparison.Ordinal);
        }

        Assert.Empty(await Swarm.ConfigsAsync());
        Assert.Equal(before, (await Swarm.ServicesAsync()).ToJsonString());
    }

    private async Task<(string Name, string Value)> HostAsync() =>
        ("DOCKER_HOST", $"ssh://root@{(await B.Api.ReadAsync("/info"))["Swarm"]!["NodeAddr"]!.GetValue<string>()}");

    // What a user has in ~/.ssh/config: the lab's key and its known hosts, or these options instead.
    private async Task<(string Name, string Value)> ClientAsync(string options)
    {
        var script = WriteFile("ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F {Lab.Folder}/ssh/config {options} \"$@\"\n");
        await Shell.RunAsync("chmod", ["+x", script]);
        return ("PATH", $"{Path.GetDirectoryName(script)}:{Environment.GetEnvironmentVariable("PATH")}");
    }
}
