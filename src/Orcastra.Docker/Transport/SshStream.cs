using System.Diagnostics;
using System.Text;

namespace Orcastra.Docker.Transport;

/// <summary>A process's standard input and output as one stream. Its standard error holds the reason when it ends too early.</summary>
internal sealed class SshStream : Stream
{
    private const int MostErrorText = 4000;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Action<SshStream> _closed;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly StringBuilder _errors = new();
    private readonly Task _draining;
    private int _isDisposed;

    public SshStream(Process process, TimeProvider time, Action<SshStream> closed)
    {
        (_process, _time, _closed) = (process, time, closed);
        (_input, _output) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        _draining = DrainErrorsAsync(process.StandardError);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // HTTP asks for no bytes at all to learn when some have come; a pipe would answer that at once.
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var count = await _output.ReadAsync(buffer, cancellationToken);
        return count > 0 || _isDisposed != 0 ? count : throw await EndedAsync();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _input.WriteAsync(buffer, cancellationToken);
            await _input.FlushAsync(cancellationToken);
        }
        catch (IOException) when (_isDisposed == 0)
        {
            // "Broken pipe" says nothing; ssh itself has said why.
            throw await EndedAsync();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => _output.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count)
    {
        _input.Write(buffer, offset, count);
        _input.Flush();
    }

    public override void Flush() => _input.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _input.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _closed(this);
            End();
        }

        base.Dispose(disposing);
    }

    // Killing comes first: a write into a full pipe would hold up closing it.
    private void End()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _input.Dispose();
        _output.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private async Task<IOException> EndedAsync()
    {
        try
        {
            await _draining.WaitAsync(LastWords, _time);
        }
        catch (TimeoutException)
        {
            // A shared master connection (ControlPersist) keeps the pipe open after ssh has ended.
        }

        string words;
        lock (_errors)
        {
            words = _errors.ToString().Trim();
        }

        return new IOException(words.Length > 0 ? words : "ssh ended without a word");
    }

    private async Task DrainErrorsAsync(StreamReader from)
    {
        try
        {
            while (await from.ReadLineAsync() is { } line)
            {
                lock (_errors)
                {
                    _errors.Append(_errors.Length < MostErrorText ? line + "\n" : "");
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The process was ended by us.
        }
    }
}
