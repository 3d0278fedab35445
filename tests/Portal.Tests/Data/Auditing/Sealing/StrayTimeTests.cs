using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>An old log, or one whose owner took the check away, may hold an entry of a time that no program can read.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class StrayTimeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("20000-01-01Z")]
    [InlineData("0044-03-15 BC")]
    public async Task An_entry_of_a_time_that_is_none_is_sealed_and_named_and_those_after_it_are_sealed_too(string at)
    {
        await portal.Database.RunAsync(DatabaseRole.Superuser, "ALTER TABLE audit.entries DROP CONSTRAINT IF EXISTS \"CK_entries_at\"");
        var before = await SealedLog.AppendAsync(portal, 3);
        await portal.Database.RunAsync(
            DatabaseRole.App, $"""
            INSERT INTO audit.entries (at, id, context, categories, role, action, resource, purpose, outcome, mac)
            SELECT '{at}', gen_random_uuid(), context, categories, role, action, resource, purpose, outcome, mac FROM audit.entries WHERE id = $1
            """, before[0].Id.Value);
        await SealedLog.AppendAsync(portal, 3);

        var troubles = new List<SealTrouble>();
        for (var tries = 0; tries < 600 && (await portal.Get<AuditSealer>().CountUnsealedAsync(1, default)).Unsealed > 0; tries++)
        {
            troubles.Add((await portal.Get<AuditSealer>().SealAsync(1, default)).Trouble);
            await Task.Delay(20);
        }

        (await portal.Get<AuditSealer>().CountUnsealedAsync(1, default)).Unsealed.ShouldBe(0);
        troubles.ShouldContain(SealTrouble.EntryChanged);
        troubles.Distinct().ShouldBeSubsetOf([SealTrouble.None, SealTrouble.EntryChanged]);
        var found = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All, default);
        (found.Ok, found.Kind).ShouldBe((false, BreakKinds.Edited));
    }
}
