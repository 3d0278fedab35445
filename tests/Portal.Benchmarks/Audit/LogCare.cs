using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Feeds;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Audit.Feeds;
using Portal.Kernel.Crypto;
using Portal.Kernel.Outbound;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// What a serving portal does beside the people: looks each second what can be sealed, brings checkpoints to a file, and entries to a file of NDJSON and to a syslog
/// receiver on this machine, with the portal's own jobs.
/// </summary>
internal sealed class LogCare : IAsyncDisposable
{
    private readonly BenchInstance instance;
    private readonly TcpListener receiver = new(IPAddress.Loopback, 0);
    private readonly Task receiving;
    private readonly FeedCourier[] couriers;
    private readonly CheckpointCourier checkpoints;
    private readonly string feed;
    private readonly string outside;
    private long received;

    private LogCare(BenchInstance instance)
    {
        this.instance = instance;
        (feed, outside) = (Path.Combine(instance.Folder, "feed.ndjson"), Path.Combine(instance.Folder, "checkpoints.ndjson"));
        receiver.Start();
        var port = ((IPEndPoint)receiver.LocalEndpoint).Port;
        receiving = ReceiveAsync();
        var (database, audit, clock) = (instance.Get<PortalDatabase>(), instance.Get<AuditLog>(), TimeProvider.System);
        var book = new FeedBook(database, instance.Get<KeyRing>(), clock);
        var syslog = new SyslogTarget(new Uri($"tcp://127.0.0.1:{port}"), new OutboundHosts([("127.0.0.1", port)]));
        couriers = [new FeedCourier(database, audit, book, new FeedFile(feed, null), clock), new FeedCourier(database, audit, book, syslog, clock)];
        checkpoints = new CheckpointCourier(instance.Get<DeliveryBook>(), new FileTarget(outside, Environment.MachineName), clock);
    }

    public double Seconds { get; private set; }

    public long Sealed { get; private set; }

    public long Received => Interlocked.Read(ref received);

    public long Filed => Lines(feed);

    public long Checkpoints => Lines(outside);

    public static LogCare Of(BenchInstance instance) => new(instance);

    /// <summary>Does all of it while something else is done.</summary>
    public async Task<T> WhileAsync<T>(Func<Task<T>> work)
    {
        using var stop = new CancellationTokenSource();
        var (before, start) = (await SealedAsync(), Stopwatch.GetTimestamp());
        var jobs = new[]
        {
            EachAsync(SealingJob.Interval, instance.Get<SealingJob>().LookAsync, stop.Token),
            EachAsync(TimeSpan.FromSeconds(1), checkpoints.DeliverAsync, stop.Token),
            EachAsync(FeedJob.Interval, couriers[0].DeliverAsync, stop.Token),
            EachAsync(FeedJob.Interval, couriers[1].DeliverAsync, stop.Token),
        };
        var result = await work();
        await stop.CancelAsync();
        await Task.WhenAll(jobs);
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        Sealed += await SealedAsync() - before;
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        receiver.Stop();
        await receiving;
    }

    private static async Task EachAsync(TimeSpan interval, Func<CancellationToken, Task> look, CancellationToken stop)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                await look(stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The end of the span; what was under way is done again in the next one.
        }
    }

    private async Task<long> SealedAsync()
    {
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Superuser));
        await using var command = source.CreateCommand("SELECT coalesce(sum(count), 0)::int8 FROM audit.blocks");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static long Lines(string path) => File.Exists(path) ? File.ReadLines(path).LongCount() : 0;

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                using var client = await receiver.AcceptTcpClientAsync();
                await TakeAsync(client.GetStream());
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    // Each message says "<109>1 " after its length (RFC 6587): what is counted is that beginning.
    private async Task TakeAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            Interlocked.Add(ref received, buffer.AsSpan(0, read).Count(">1 "u8));
        }
    }
}
