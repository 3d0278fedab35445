using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;

namespace Portal.Kernel.Audit.Feeds;

/// <summary>
/// A syslog receiver. Syslog has no acknowledgement, so each delivery is a connection of its own that ends in order: the portal says that it has no more to send, and
/// waits until the receiver, which by then has read everything, ends its side too. One that breaks off, or says nothing in time, gets all of it again.
/// </summary>
internal sealed class SyslogTarget(Uri receiver, OutboundHosts hosts) : IFeedTarget
{
    private const int AtOnce = 16 * 1024;

    private const int MostSaid = 64 * 1024;

    // For a refusal to come back; longer than a packet is on its way within a hospital's network.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    public string Id { get; } = CheckpointSettings.IdOf("syslog", receiver.AbsoluteUri);

    /// <summary>How long a delivery may take; less than a node's turn at the feed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    public async Task DeliverAsync(IReadOnlyList<FedEntry> entries, CancellationToken cancel)
    {
        hosts.Require(receiver.Host, receiver.Port);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(receiver.Host, receiver.Port, patience.Token);
            await using var open = new NetworkStream(socket);
            await (receiver.Scheme == FeedSettings.Tls ? ThroughTlsAsync(socket, open, entries, patience.Token) : TalkAsync(socket, open, entries, patience.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException("The receiver did not take the entries in time.");
        }
    }

    // The machine's own check of the receiver's certificate and name.
    private async Task ThroughTlsAsync(Socket socket, Stream open, IReadOnlyList<FedEntry> entries, CancellationToken cancel)
    {
        await using var tls = new SslStream(open);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = receiver.Host }, cancel);
        await TalkAsync(socket, tls, entries, cancel);
    }

    private static async Task TalkAsync(Socket socket, Stream stream, IReadOnlyList<FedEntry> entries, CancellationToken cancel)
    {
        var buffer = new ArrayBufferWriter<byte>(AtOnce * 2);
        foreach (var frame in entries.SelectMany(SyslogMessage.Frames))
        {
            buffer.Write(frame);
            if (buffer.WrittenCount >= AtOnce)
            {
                await stream.WriteAsync(buffer.WrittenMemory, cancel);
                buffer.ResetWrittenCount();
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancel);
        await stream.FlushAsync(cancel);
        await EndAsync(socket, stream, cancel);
    }

    private static async Task EndAsync(Socket socket, Stream stream, CancellationToken cancel)
    {
        if (stream is SslStream tls)
        {
            await tls.ShutdownAsync().WaitAsync(cancel);
        }

        socket.Shutdown(SocketShutdown.Send);
        var (said, total, read) = (new byte[1024], 0, 0);
        while ((read = await stream.ReadAsync(said, cancel)) > 0)
        {
            if ((total += read) > MostSaid)
            {
                throw new IOException("The receiver says too much.");
            }
        }

        // One that left before it had everything may end its side in order too; its machine then refuses what comes after, a moment later.
        await Task.Delay(Settling, cancel);
        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is not 0)
        {
            throw new IOException("The receiver broke off.");
        }
    }
}
