using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Tests.Kernel.Audit.Checkpoints;

/// <summary>
/// An S3 service with one bucket that has Object Lock. It makes the signature out of what it hears, in its own way, and refuses what does not match, what would be written
/// over, what comes without a lock or a checksum that is true.
/// </summary>
internal sealed class StandInBucket : IAsyncDisposable
{
    public const string AccessKey = "AKIDPORTALTEST";

    public const string SecretKey = "a+test/secret+key";

    private readonly WebApplication app;

    private StandInBucket(WebApplication app, X509Certificate2 certificate) => (this.app, Certificate) = (app, certificate);

    public X509Certificate2 Certificate { get; }

    public ConcurrentDictionary<string, Kept> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>What it answered, in order.</summary>
    public ConcurrentQueue<(string Method, int Status)> Answered { get; } = [];

    /// <summary>After so many objects it answers 503.</summary>
    public int Takes { get; set; } = int.MaxValue;

    /// <summary>Whether it says nothing of locks, as a service that does not know them.</summary>
    public bool IgnoresLocks { get; set; }

    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/evidence/portal/");

    public CheckpointBucket Settings => new(Url, "eu-north-1", AccessKey, SecretKey, 6);

    public static async Task<StandInBucket> StartAsync(bool hasTls = false, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = NewCertificate();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (hasTls)
            {
                listen.UseHttps(certificate);
            }
        }));
        var bucket = new StandInBucket(builder.Build(), certificate);
        bucket.app.Run(bucket.AnswerAsync);
        await bucket.app.StartAsync();
        return bucket;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        http.Response.StatusCode = !IsSigned(http.Request, body.ToArray()) ? 403 : http.Request.Method == "PUT" ? Put(http.Request, body.ToArray()) : Get(http);
        Answered.Enqueue((http.Request.Method, http.Response.StatusCode));
        if (http.Request.Method == "GET" && http.Response.StatusCode == 200)
        {
            await http.Response.Body.WriteAsync(Objects[http.Request.Path].Body);
        }
    }

    private int Put(HttpRequest request, byte[] body)
    {
        var (mode, until, sum) = (request.Headers["x-amz-object-lock-mode"], request.Headers["x-amz-object-lock-retain-until-date"], request.Headers["x-amz-checksum-sha256"]);
        if (Objects.Count >= Takes)
        {
            return 503;
        }

        return mode != "COMPLIANCE" || !DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, out var time) || sum != Convert.ToBase64String(SHA256.HashData(body)) || request.Headers.IfNoneMatch != "*"
            ? 400
            : Objects.TryAdd(request.Path, new Kept(body, time)) ? 200 : 412;
    }

    private int Get(HttpContext http)
    {
        if (!Objects.TryGetValue(http.Request.Path, out var kept))
        {
            return 404;
        }

        if (!IgnoresLocks)
        {
            http.Response.Headers["x-amz-object-lock-mode"] = "COMPLIANCE";
            http.Response.Headers["x-amz-object-lock-retain-until-date"] = kept.Until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        return 200;
    }

    private static bool IsSigned(HttpRequest request, byte[] body)
    {
        var parts = request.Headers.Authorization.ToString().Split(["Credential=", ",SignedHeaders=", ",Signature="], StringSplitOptions.None);
        if (parts is not ["AWS4-HMAC-SHA256 ", var credential, var names, var given] || credential.Split('/') is not [AccessKey, var day, "eu-north-1", "s3", "aws4_request"])
        {
            return false;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        string[] must = ["host", "x-amz-content-sha256", "x-amz-date", .. request.Headers.Keys.Select(key => key.ToLowerInvariant()).Where(key => key.StartsWith("x-amz-", StringComparison.Ordinal))];
        var text = new StringBuilder().Append(request.Method).Append('\n').Append(request.Path).Append("\n\n");
        foreach (var name in names.Split(';'))
        {
            text.Append(name).Append(':').Append(request.Headers[name]).Append('\n');
        }

        text.Append('\n').Append(names).Append('\n').Append(hash);
        var date = request.Headers["x-amz-date"].ToString();
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{day}/eu-north-1/s3/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))}";
        var key = new[] { day, "eu-north-1", "s3", "aws4_request", toSign }.Aggregate(Encoding.UTF8.GetBytes($"AWS4{SecretKey}"), (made, part) =>
        {
            using var hmac = new HMACSHA256(made);
            return hmac.ComputeHash(Encoding.UTF8.GetBytes(part));
        });
        return must.All(names.Split(';').Contains) && date.StartsWith(day, StringComparison.Ordinal) && request.Headers["x-amz-content-sha256"] == hash && given == Convert.ToHexStringLower(key);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    internal sealed record Kept(byte[] Body, DateTimeOffset Until);
}
