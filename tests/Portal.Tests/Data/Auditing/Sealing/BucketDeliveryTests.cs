using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;
using Portal.Tests.Data.Embedded;
using Portal.Tests.Kernel.Audit.Checkpoints;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>Checkpoints in a bucket with Object Lock: each once under its own name, locked, in order, and of use to a verification.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class BucketDeliveryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Each_checkpoint_is_one_locked_object_and_names_order_as_checkpoints_do()
    {
        await using var bucket = await StandInBucket.StartAsync();
        using var target = Target(bucket);
        await MakeCheckpointsAsync(2);
        (await Courier(target).DeliverAsync(default)).Why.ShouldBeNull();
        await MakeCheckpointsAsync(1);
        (await Courier(target).DeliverAsync(default)).Why.ShouldBeNull();

        Lines(bucket).ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        bucket.Objects.Values.ShouldAllBe(kept => kept.Until > portal.Clock.GetUtcNow().AddYears(6).AddHours(-1));
        bucket.Answered.ShouldAllBe(one => one.Status == 200);
        var verified = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All with { Checkpoints = Lines(bucket) }, default);
        verified.Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_delivery_that_broke_off_goes_on_and_writes_nothing_over()
    {
        await using var bucket = await StandInBucket.StartAsync();
        using var target = Target(bucket);
        await MakeCheckpointsAsync(3);
        bucket.Takes = 1;
        (await Courier(target).DeliverAsync(default)).Why.ShouldBe("answered-503");
        bucket.Takes = int.MaxValue;
        (await Courier(target).DeliverAsync(default)).Why.ShouldBeNull();

        Lines(bucket).ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        bucket.Answered.ShouldContain(("PUT", 412));
    }

    [Fact]
    public async Task What_somebody_else_laid_under_a_name_a_service_that_does_not_lock_and_a_wrong_key_lag_and_are_told()
    {
        await using var bucket = await StandInBucket.StartAsync();
        await MakeCheckpointsAsync(1);
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        bucket.IgnoresLocks = true;
        using (var target = Target(bucket))
        {
            (await Courier(target).DeliverAsync(default)).Why.ShouldBe("not-locked");
            var state = portal.Get<SealingState>();
            await new CheckpointJob([], state, portal.Clock, NullLogger<CheckpointJob>.Instance).LookAsync(Courier(target), default);
            state.Troubles.ShouldContain(SealTrouble.TargetBehind);

            bucket.IgnoresLocks = false;
            var (name, kept) = bucket.Objects.MaxBy(one => one.Key, StringComparer.Ordinal);
            bucket.Objects[name] = kept with { Body = "{}"u8.ToArray() };
            (await Courier(target).DeliverAsync(default)).Why.ShouldBe("other-content");
        }

        using var other = new BucketTarget(bucket.Settings with { SecretKey = "another" }, Hosts(bucket), portal.Clock);
        (await Courier(other).DeliverAsync(default)).Why.ShouldBe("answered-403");
    }

    [Fact]
    [Trait("Norm", "ASVS 13.2.4")]
    public async Task A_bucket_that_is_not_configured_is_not_spoken_to()
    {
        await using var bucket = await StandInBucket.StartAsync();
        using var target = new BucketTarget(bucket.Settings, new OutboundHosts([]), portal.Clock);
        await Should.ThrowAsync<OutboundRefusedException>(() => target.DeliverAsync([BucketSender.Line], default));
        bucket.Answered.ShouldBeEmpty();
    }

    [LinuxFact]
    [Trait("Norm", "164.312(e)")]
    [Trait("Norm", "ASVS 12.3.2")]
    public async Task A_bucket_gets_checkpoints_through_TLS_that_this_machine_trusts_and_nothing_otherwise()
    {
        await using var bucket = await StandInBucket.StartAsync(hasTls: true);
        (await SendAsync(bucket, isTrusted: false)).ShouldBe("SecureConnectionError");
        bucket.Answered.ShouldBeEmpty();
        (await SendAsync(bucket, isTrusted: true)).ShouldBe("taken");
        bucket.Objects.Keys.ShouldBe(["/evidence/portal/0199aa00-0000-7000-8000-000000000001/0000000000000000012.json"]);
    }

    private static async Task<string> SendAsync(StandInBucket bucket, bool isTrusted)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bucket-");
        var authority = Path.Combine(folder.FullName, "authority.pem");
        await File.WriteAllTextAsync(authority, bucket.Certificate.ExportCertificatePem());
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BucketDeliveryTests).Assembly.Location, BucketSender.Verb, $"{bucket.Url.Port}"]) { RedirectStandardOutput = true };
        if (isTrusted)
        {
            start.Environment["SSL_CERT_FILE"] = authority;
        }

        using var sender = Process.Start(start)!;
        var said = await sender.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        folder.Delete(recursive: true);
        return said.Trim();
    }

    private async Task MakeCheckpointsAsync(int count)
    {
        for (; count > 0; count--)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(2));
            await SealedLog.AppendAsync(portal, 2);
            await SealedLog.SealAllAsync(portal);
        }
    }

    private static string[] Lines(StandInBucket bucket) =>
        string.Concat(bucket.Objects.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => System.Text.Encoding.UTF8.GetString(one.Value.Body))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private BucketTarget Target(StandInBucket bucket) => new(bucket.Settings, Hosts(bucket), portal.Clock);

    private static OutboundHosts Hosts(StandInBucket bucket) => new([(bucket.Url.Host, bucket.Url.Port)]);

    private CheckpointCourier Courier(ICheckpointTarget target) => new(portal.Get<DeliveryBook>(), target, portal.Clock);
}
