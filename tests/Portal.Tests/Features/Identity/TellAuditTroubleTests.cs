using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Notices;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

public sealed class TellAuditTroubleTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Every_compliance_officer_is_told_once_a_day_for_each_trouble_and_nobody_else()
    {
        var (officer, admin) = (await people.NewAsync(Role.ComplianceOfficer), await people.NewAsync(Role.Administrator));
        portal.Get<SealingState>().Set(SealTrouble.Behind, isThere: true);
        portal.Get<SealingState>().Set(SealTrouble.TargetBehind, isThere: true);

        (await portal.Get<AuditTroubleJob>().LookAsync(default)).ShouldBe(2);
        (await portal.Get<AuditTroubleJob>().LookAsync(default)).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromDays(1));
        (await portal.Get<AuditTroubleJob>().LookAsync(default)).ShouldBe(2);

        (await CountAsync(officer.Id.Value)).ShouldBe(4);
        (await CountAsync(admin.Id.Value)).ShouldBe(0);
        (await people.EntriesAsync(e => e.ResourceId == officer.Id.Value && e.Reason == "audit-trouble")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Only_the_portal_itself_tells_and_only_of_something()
    {
        var officer = await people.ActorAsync(await people.SignInAsync(await people.NewAsync(Role.ComplianceOfficer)));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<TellAuditTrouble>().ForAsync(officer, "x", "words", default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<TellAuditTrouble>().ForAsync(People.Job, "", "words", default));
    }

    private async Task<int> CountAsync(Guid account)
    {
        await using var db = portal.Open();
        return await db.Set<Notice>().CountAsync(n => n.AccountId == account && n.Kind == NoticeKind.AuditTrouble);
    }
}
