using Microsoft.EntityFrameworkCore;
using Portal.Data.Notices;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

public sealed class TellOnceTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task An_officer_who_cannot_be_told_keeps_no_other_from_it()
    {
        var two = new[] { (await people.NewAsync(Role.ComplianceOfficer)).Id.Value, (await people.NewAsync(Role.ComplianceOfficer)).Id.Value };
        var (words, trouble) = ("words", Guid.NewGuid().ToString("N"));
        for (var blocked = 0; blocked < 2; blocked++)
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, $"ALTER TABLE notices.notices ADD CONSTRAINT none CHECK (account_id <> '{two[blocked]}') NOT VALID");
            await Should.ThrowAsync<Exception>(() => portal.Get<TellAuditTrouble>().ForAsync(People.Job, $"{trouble}{blocked}", words, default));
            await portal.Database.RunAsync(DatabaseRole.Owner, "ALTER TABLE notices.notices DROP CONSTRAINT none");
            (await CountAsync(two[1 - blocked])).ShouldBe(1);
            (await portal.Get<TellAuditTrouble>().ForAsync(People.Job, $"{trouble}{blocked}", words, default)).ShouldBe(1);
            await portal.Database.RunAsync(DatabaseRole.Owner, "DELETE FROM notices.notices");
        }
    }

    private async Task<int> CountAsync(Guid account)
    {
        await using var db = portal.Open();
        return await db.Set<Notice>().CountAsync(n => n.AccountId == account && n.Kind == NoticeKind.AuditTrouble);
    }
}
