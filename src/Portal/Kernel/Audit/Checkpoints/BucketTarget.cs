using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Kernel.Outbound;

namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>
/// A bucket with Object Lock (S3's REST API): one object a checkpoint, named by epoch and size so that names order as checkpoints do, locked in compliance mode. It is
/// written only where nothing is, and the last of each delivery is read back: a service that ignores the lock is found out.
/// </summary>
internal sealed class BucketTarget(CheckpointBucket bucket, OutboundHosts hosts, TimeProvider clock) : ICheckpointTarget, IDisposable
{
    private const string Mode = "x-amz-object-lock-mode";

    private const string Until = "x-amz-object-lock-retain-until-date";

    private const string Compliance = "COMPLIANCE";

    private readonly SignatureV4 signature = new(bucket.AccessKey, bucket.SecretKey, bucket.Region);

    // No redirect is followed: what is configured is spoken to, and nothing else.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 64 * 1024,
    };

    public string Id { get; } = CheckpointSettings.IdOf("s3", bucket.Url.AbsoluteUri);

    // A request each, of ten seconds at the longest.
    public int MostAtOnce => 20;

    public async Task DeliverAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        hosts.Require(bucket.Url.Host, bucket.Url.Port);
        foreach (var line in lines)
        {
            if (!await PutAsync(line, cancel) || line == lines[^1])
            {
                await RequireKeptAsync(line, cancel);
            }
        }
    }

    public void Dispose() => client.Dispose();

    // Whether it was put; false where something lies there already, as after a delivery that broke off.
    private async Task<bool> PutAsync(string line, CancellationToken cancel)
    {
        var body = BodyOf(line);
        using var put = new HttpRequestMessage(HttpMethod.Put, AddressOf(line)) { Content = new ByteArrayContent(body) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        put.Headers.TryAddWithoutValidation(Mode, Compliance);
        put.Headers.TryAddWithoutValidation(Until, clock.GetUtcNow().AddYears(bucket.KeepYears).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        // A locked object wants a checksum that the service checks; SHA-256 because MD5 is not to be had everywhere.
        put.Headers.TryAddWithoutValidation("x-amz-sdk-checksum-algorithm", "SHA256");
        put.Headers.TryAddWithoutValidation("x-amz-checksum-sha256", Convert.ToBase64String(SHA256.HashData(body)));
        signature.Sign(put, body, clock.GetUtcNow());
        using var answer = await client.SendAsync(put, cancel);
        if (answer.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }

        answer.EnsureSuccessStatusCode();
        return true;
    }

    private async Task RequireKeptAsync(string line, CancellationToken cancel)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, AddressOf(line));
        signature.Sign(get, [], clock.GetUtcNow());
        using var answer = await client.SendAsync(get, cancel);
        answer.EnsureSuccessStatusCode();
        var kept = await answer.Content.ReadAsByteArrayAsync(cancel);
        if (!kept.AsSpan().SequenceEqual(BodyOf(line)))
        {
            throw new BucketException(BucketFault.OtherContent);
        }

        if (!IsLocked(answer))
        {
            throw new BucketException(BucketFault.NotLocked);
        }
    }

    private bool IsLocked(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(Mode, out var mode) && mode.Single() == Compliance
        && answer.Headers.TryGetValues(Until, out var until) && DateTimeOffset.TryParse(until.Single(), CultureInfo.InvariantCulture, out var time) && time > clock.GetUtcNow();

    private Uri AddressOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        var (epoch, size) = (json.RootElement.GetProperty("epoch").GetGuid(), json.RootElement.GetProperty("size").GetInt64());
        return new Uri(bucket.Url, string.Create(CultureInfo.InvariantCulture, $"{epoch}/{size:D19}.json"));
    }

    // With the end of the line, so that objects put one after the other are the file that a verification reads.
    private static byte[] BodyOf(string line) => Encoding.UTF8.GetBytes(line + "\n");
}
