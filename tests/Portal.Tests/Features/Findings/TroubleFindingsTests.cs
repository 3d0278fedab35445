using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Findings;
using Portal.Features.AuditTrail;
using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Findings;

/// <summary>What the portal finds about itself lies in the same queue.</summary>
[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class TroubleFindingsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_target_that_is_behind_is_one_finding_however_often_it_is_looked_at()
    {
        portal.Get<SealingState>().Set(SealTrouble.TargetBehind, isThere: true);
        portal.Get<SealingState>().Set(SealTrouble.Behind, isThere: true);

        await portal.Get<AuditTroubleJob>().LookAsync(default);
        await portal.Get<AuditTroubleJob>().LookAsync(default);

        (await OfAsync(FindingKind.TargetBehind)).ShouldHaveSingleItem().Times.ShouldBe(1);
        (await OfAsync(FindingKind.Sealing)).Select(finding => finding.Detail).ShouldContain(nameof(SealTrouble.Behind));
    }

    [Fact]
    public async Task A_notice_that_cannot_be_sent_keeps_no_finding_from_being_raised()
    {
        portal.Get<SealingState>().Set(SealTrouble.FalseEpoch, isThere: true);
        await portal.Database.AsSuperuserAsync("ALTER TABLE notices.notices RENAME TO gone");

        await portal.Get<AuditTroubleJob>().LookAsync(default);

        await portal.Database.AsSuperuserAsync("ALTER TABLE notices.gone RENAME TO notices");
        portal.Get<SealingState>().Set(SealTrouble.FalseEpoch, isThere: false);
        (await OfAsync(FindingKind.Sealing)).Select(finding => finding.Detail).ShouldContain(nameof(SealTrouble.FalseEpoch));
    }

    [Fact]
    public async Task The_end_of_the_certificate_is_a_finding_for_each_limit_once()
    {
        var tell = portal.Get<TellCertificateEnd>();
        var now = portal.Clock.GetUtcNow();
        foreach (var limit in new[] { 30, 30, 7, 1, 1 })
        {
            await tell.ForAsync(Actor.System("certificate"), "thumbprint", limit, now.AddDays(limit - 0.5), default);
        }

        var found = await OfAsync(FindingKind.CertificateEnds);
        found.Select(finding => finding.Detail).ShouldBe(["30", "7", "1"], ignoreOrder: true);
        found.ShouldAllBe(finding => finding.DueAt <= now.AddDays(int.Parse(finding.Detail!, CultureInfo.InvariantCulture) - 0.5), "it is looked at before the certificate has ended");
    }

    [Fact]
    public async Task A_break_is_a_finding_and_a_clean_log_is_none()
    {
        var entry = await new FindingRows(portal).EntryAsync(Patients.People.In(Role.Nurse), PatientId.New());
        await VerifyAsync();
        (await OfAsync(FindingKind.LogBroken)).ShouldBeEmpty();
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET role = 1 WHERE id = $1", entry.Id.Value);

        await VerifyAsync();
        await VerifyAsync();

        var found = (await OfAsync(FindingKind.LogBroken)).ShouldHaveSingleItem();
        found.Entries.ShouldBe([entry.Id.Value]);
        found.Severity.ShouldBe(FindingSeverity.High);
    }

    [Fact]
    public async Task The_outcome_of_a_break_is_not_kept_without_its_finding()
    {
        var entry = await new FindingRows(portal).EntryAsync(Patients.People.In(Role.Nurse), PatientId.New());
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET role = role + 1 WHERE id = $1", entry.Id.Value);
        var before = await KeptAsync();
        await portal.Database.AsSuperuserAsync("ALTER TABLE review.findings RENAME TO gone");
        await Should.ThrowAsync<Exception>(VerifyAsync);
        await portal.Database.AsSuperuserAsync("ALTER TABLE review.gone RENAME TO findings");
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET role = role - 1 WHERE id = $1", entry.Id.Value);

        (await KeptAsync()).ShouldBe(before);
    }

    private Task<object?> KeptAsync() => portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.verifications");

    private Task VerifyAsync() => portal.Get<VerifyAudit>().ForAsync(Patients.People.In(Role.ComplianceOfficer), default);

    private async Task<List<Finding>> OfAsync(FindingKind kind)
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().Where(f => f.Kind == kind).ToListAsync();
    }
}
