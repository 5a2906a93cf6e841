using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Orcastra.LabTests;

/// <summary>
/// Asks a service every 50 ms on the port that its tasks publish on their nodes, of all nodes at once: it is up for its users
/// where one of them answers.
/// </summary>
internal sealed class Prober : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<bool> _answers = new();
    private readonly Task _work;

    public Prober(IReadOnlyList<string> addresses, int port) => _work = Task.Run(() => WorkAsync(addresses, port));

    /// <summary>How often it has asked.</summary>
    public int Asked => _answers.Count;

    /// <summary>How often nobody answered.</summary>
    public int Unanswered => _answers.Count(answer => !answer);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync(IReadOnlyList<string> addresses, int port)
    {
        while (!_stop.IsCancellationRequested)
        {
            var pause = Task.Delay(Interval, TimeProvider.System);
            var answers = await Task.WhenAll(addresses.Select(address => AnswersAsync(address, port)));
            _answers.Enqueue(answers.Contains(true));
            await pause;
        }
    }

    // A proxy of the engine may take the connection for a container that is not there any more: only an answer counts.
    private static async Task<bool> AnswersAsync(string address, int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address, port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), patience.Token);
            return await stream.ReadAsync(new byte[16], patience.Token) > 0;
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
