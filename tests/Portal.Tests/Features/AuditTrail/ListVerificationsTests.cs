using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail;

public sealed class ListVerificationsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task Verifications_are_listed_with_what_they_found_and_forged_ones_are_not()
    {
        var before = (await portal.Get<ListVerifications>().ForAsync(Officer, default)).Count;
        var entry = (await SealedLog.AppendAsync(portal, 1))[0];
        await portal.Get<VerifyAudit>().ForAsync(Officer, default);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", entry.Id.Value);
        await portal.Get<VerifyAudit>().ForAsync(Actor.System("verify-audit"), default);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await portal.Database.AsSuperuserAsync("INSERT INTO audit.verifications SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid()))).* FROM audit.verifications v");

        var listed = await portal.Get<ListVerifications>().ForAsync(Officer, default);

        listed.Count.ShouldBe(before + 2);
        (listed[0].Account, listed[0].Kind, listed[0].FirstBad).ShouldBe((null, "edited", entry.Id.ToString()));
        (listed[1].Account, listed[1].Kind, listed[1].FirstBad).ShouldBe((Officer.Account!.Value.Value, null, null));
    }

    [Fact]
    public async Task It_says_which_part_was_verified_and_a_part_put_in_by_SQL_is_no_verification()
    {
        var at = new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero);
        await SealedLog.AppendAsync(portal, 2);
        await SealedLog.SealAllAsync(portal);
        foreach (var request in new[] { new VerifyRequest(VerifyScope.Range) { From = at }, new VerifyRequest(VerifyScope.Positions) { First = 1, Last = 2 }, VerifyRequest.All })
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(1));
            await portal.Get<VerifyAudit>().ForAsync(Officer, request, default);
        }

        var listed = await portal.Get<ListVerifications>().ForAsync(Officer, default);
        listed.Take(3).Select(one => one.Part).ShouldBe([null, "1-2", "2026-03-01T15:00:00Z/"]);

        await portal.Database.AsSuperuserAsync("UPDATE audit.verifications SET part = NULL WHERE scope = 'positions'");
        (await portal.Get<ListVerifications>().ForAsync(Officer, default)).Select(one => one.Scope).ShouldNotContain(VerifyScope.Positions);
    }

    [Fact]
    public async Task Neither_an_id_that_no_entry_has_nor_rows_put_in_by_SQL_hide_what_was_verified()
    {
        await portal.Get<VerifyAudit>().ForAsync(Officer, default);
        var before = (await portal.Get<ListVerifications>().ForAsync(Officer, default))[0];
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await portal.Get<VerifyAudit>().ForAsync(Officer, new VerifyRequest(VerifyScope.Entry) { Entry = Guid.CreateVersion7() }, default)).Ok.ShouldBeFalse();
        await portal.Database.AsSuperuserAsync("""
            INSERT INTO audit.verifications SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'at', '9999-01-01Z'))).* FROM audit.verifications v, generate_series(1, 120)
            """);

        (await portal.Get<ListVerifications>().ForAsync(Officer, default))[0].At.ShouldBe(before.At);
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.entries WHERE reason = 'no-such-entry'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Who_may_not_verify_sees_none() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListVerifications>().ForAsync(People.Clinician(), default));
}
