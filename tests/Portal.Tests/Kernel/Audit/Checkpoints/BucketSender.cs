using System.Globalization;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;

namespace Portal.Tests.Kernel.Audit.Checkpoints;

/// <summary>A process of its own that brings one checkpoint through TLS to a bucket on this machine: which authorities a process trusts is settled when it starts.</summary>
internal static class BucketSender
{
    public const string Verb = "bucket-sender";

    public const string Line = """{"v":1,"epoch":"0199aa00-0000-7000-8000-000000000001","size":12,"root":"","at":"2026-11-17T15:04:05Z","key":"k","signature":""}""";

    public static async Task RunAsync(string port)
    {
        var url = new Uri($"https://localhost:{int.Parse(port, CultureInfo.InvariantCulture)}/evidence/portal/");
        using var target = new BucketTarget(
            new CheckpointBucket(url, "eu-north-1", StandInBucket.AccessKey, StandInBucket.SecretKey, 6), new OutboundHosts([(url.Host, url.Port)]), TimeProvider.System);
        try
        {
            await target.DeliverAsync([Line], default);
            Console.WriteLine("taken");
        }
        catch (HttpRequestException failure)
        {
            Console.WriteLine(failure.HttpRequestError);
        }
    }
}
