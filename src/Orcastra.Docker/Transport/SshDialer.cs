using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Orcastra.Docker.Transport;

/// <summary>
/// Connects through the OpenSSH client, so that its configuration, agent and known hosts apply: HTTP runs over the
/// standard input and output of <c>docker system dial-stdio</c> on the other host.
/// </summary>
internal sealed class SshDialer(DockerEndpoint endpoint, TimeProvider time, DockerClientOptions options)
    : Dialer(endpoint, time, options.ConnectTimeout)
{
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<SshStream, bool> _open = [];

    /// <summary>Starting ssh takes no time: its connection is made while the request already waits.</summary>
    public override TimeSpan ExtraTime => options.ConnectTimeout;

    /// <summary>Few: sshd turns away those who knock too often (MaxStartups, 10 by default).</summary>
    public override int MostConnections => 4;

    public override string Advice(Exception fault) =>
        $"Try `ssh {Config}{string.Join(' ', Endpoint.SshTarget)} docker version` on this host: it must know the other's host key, need no password, and come in as a user of the group docker";

    private string Config => options.SshOptions is ["-F", var file, ..] ? $"-F {file} " : "";

    public override async ValueTask DisposeAsync()
    {
        foreach (var stream in _open.Keys)
        {
            await stream.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override Task<Stream> DialAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo(options.SshCommand, Arguments())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(start) ?? throw new IOException($"{options.SshCommand} did not start");
            var stream = new SshStream(process, _time, closed => _open.TryRemove(closed, out _));
            _open[stream] = true;
            return Task.FromResult<Stream>(stream);
        }
        catch (Win32Exception fault)
        {
            throw new IOException($"{options.SshCommand}: {fault.Message}; is the OpenSSH client installed?", fault);
        }
    }

    private IEnumerable<string> Arguments() => [.. options.SshOptions, .. Endpoint.SshTarget, .. options.SshRemoteCommand];
}
