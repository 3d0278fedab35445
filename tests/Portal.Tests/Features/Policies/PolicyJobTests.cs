using Microsoft.EntityFrameworkCore;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Policies;

[Trait("Norm", "164.316(b)(2)(ii)")]
public sealed class PolicyJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task Those_whom_it_concerns_are_told_once_and_reminded_until_they_have_read_it_or_three_times()
    {
        var (officer, nurse, other) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.Nurse), await desk.SomebodyAsync(Role.Nurse));
        var version = await desk.SignedAsync(officer, PolicyKind.BreakGlass);
        await LookAsync();
        await LookAsync();
        (await ToldAsync(nurse, NoticeKind.PolicyToRead, version), await ToldAsync(nurse, NoticeKind.PolicyReminder, version), await ToldAsync(officer, NoticeKind.PolicyToRead, version)).ShouldBe((1, 0, 0));

        await desk.AcknowledgeAsync(nurse, version.Id);
        for (var week = 0; week < 6; week++)
        {
            portal.Clock.Advance(PolicyJob.Between);
            await LookAsync();
            await LookAsync();
        }

        (await ToldAsync(nurse, NoticeKind.PolicyReminder, version), await ToldAsync(other, NoticeKind.PolicyReminder, version)).ShouldBe((0, PolicyJob.MostReminders));
        var late = await desk.SomebodyAsync(Role.Nurse); // came after the signature: told first, and not reminded at once
        await LookAsync();
        (await ToldAsync(late, NoticeKind.PolicyToRead, version), await ToldAsync(late, NoticeKind.PolicyReminder, version)).ShouldBe((1, 0));
    }

    [Fact]
    [Trait("Norm", "164.316(b)(2)(iii)")]
    public async Task Permissions_that_are_no_longer_as_signed_are_raised_and_told_to_officers_once_and_a_new_signature_ends_it()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        var signed = await desk.SignedUnderOthersAsync(officer);
        await LookAsync();
        await LookAsync();
        (await FindingsAsync(FindingKind.PolicyDrift)).Count(key => key.StartsWith(signed.Id.ToString("N"), StringComparison.Ordinal)).ShouldBe(1);
        (await ToldAsync(officer, NoticeKind.PolicyDrift)).ShouldBe(1);

        var again = await desk.SignedAsync(officer, PolicyKind.AccessControl, PolicyText.MatrixMark);
        await LookAsync();
        (await FindingsAsync(FindingKind.PolicyDrift)).ShouldNotContain(key => key.StartsWith(again.Id.ToString("N"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_was_altered_past_the_portal_is_raised_once_and_nobody_is_asked_to_read_it()
    {
        var (officer, nurse) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.Nurse));
        var version = await desk.SignedAsync(officer, PolicyKind.Incidents);
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE policies.versions SET digest = sha256('x') WHERE id = $1", version.Id);
        await LookAsync();
        await LookAsync();
        (await FindingsAsync(FindingKind.PolicyAltered)).ShouldBe([version.Id.ToString("N")]);
        await using var db = portal.Open();
        (await db.Set<Portal.Data.Notices.Notice>().AnyAsync(notice => notice.AccountId == nurse.Account!.Value.Value && notice.About == version.Id)).ShouldBeFalse();
    }

    private Task<int> LookAsync() => portal.Get<PolicyJob>().RunAsync(default);

    private async Task<int> ToldAsync(Actor actor, NoticeKind kind, PolicyVersion? version = null) =>
        (await desk.People.NoticesAsync(actor.Account!.Value, kind)).Count(notice => notice.About == version?.Id);

    private async Task<List<string>> FindingsAsync(FindingKind kind)
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().Where(finding => finding.Kind == kind).Select(finding => finding.Key).ToListAsync();
    }
}
