using System.Net;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

[Trait("Norm", "164.312(b)")]
public sealed class AuditLogTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    public static TheoryData<string> Agents =>
    [
        new string('a', 255) + "😀", // would be cut in the middle of a pair
        "lone \ud83d surrogate", "nul \0 byte", "line\r\nbreak", new string('b', 5_000), "", "Zoë 王芳",
    ];

    [Fact]
    public async Task Many_producers_at_once_each_find_their_entries_there_when_they_are_told_so()
    {
        var log = portal.Get<AuditLog>();
        var ids = await Task.WhenAll(Enumerable.Range(0, 64).Select(async producer =>
        {
            var mine = new List<Guid>();
            for (var i = 0; i < 25; i++)
            {
                var entry = Entry() with { Patients = [.. Enumerable.Range(0, i % 3).Select(_ => PatientId.New())] };
                await log.AppendAsync(entry, default);
                mine.Add(entry.Id.Value);
            }

            return mine;
        }));

        var all = ids.SelectMany(mine => mine).ToArray();
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT count(*) FROM audit.entries WHERE id = ANY($1)", all)).ShouldBe(64L * 25);
        var verified = await VerifyAsync();
        verified.Ok.ShouldBeTrue();
        verified.Entries.ShouldBeGreaterThanOrEqualTo(64 * 25);
    }

    [Fact]
    public async Task Entries_with_and_without_the_rare_fields_and_of_two_nodes_are_stored_as_they_were_signed()
    {
        var log = portal.Get<AuditLog>();
        AuditEntry[] entries = [.. Enumerable.Range(0, 60).Select(number => (number % 3) switch
        {
            0 => Entry() with { Job = "job", Reason = "reason", ResourceId = Guid.NewGuid(), Grant = Guid.NewGuid() },
            1 => Entry() with { Node = "another" },
            _ => Entry(),
        })];

        await Task.WhenAll(entries.Select(entry => log.AppendAsync(entry, default)));

        var ids = entries.Select(entry => entry.Id.Value).ToArray();
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT count(*) FROM audit.log WHERE id = ANY($1) AND job = 'job' AND reason = 'reason'", ids)).ShouldBe(20L);
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT count(*) FROM audit.log WHERE id = ANY($1) AND node = 'another'", ids)).ShouldBe(20L);
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_entry_sent_twice_is_there_once()
    {
        var entry = Entry() with { Patients = [PatientId.New(), PatientId.New()] };

        await portal.Get<AuditLog>().AppendAsync(entry, default);
        await portal.Get<AuditLog>().AppendAsync(entry, default);

        (await CountAsync(entry)).ShouldBe(1);
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Agents))]
    public async Task Whatever_a_client_calls_itself_its_entry_is_stored_and_verifies(string agent)
    {
        var entry = Entry(new Origin(IPAddress.Loopback, agent));

        await portal.Get<AuditLog>().AppendAsync(entry, default);

        (await CountAsync(entry)).ShouldBe(1);
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public async Task An_address_is_stored_as_it_is_read_back(string from, string stored)
    {
        var entry = Entry(new Origin(IPAddress.Parse(from), null));

        await portal.Get<AuditLog>().AppendAsync(entry, default);

        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT host(ip) FROM audit.log WHERE id = $1", entry.Id.Value)).ShouldBe(stored);
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task An_entry_names_a_patient_once_however_often_it_was_given()
    {
        var patient = PatientId.New();

        await portal.Get<AuditLog>().AppendAsync(Entry() with { Patients = [patient, patient] }, default);

        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task An_entry_of_a_far_year_is_kept_and_the_next_start_makes_its_months_without_failing()
    {
        var year = (int)(await portal.Database.RunAsync(DatabaseRole.Owner, "SELECT extract(year FROM now())::int"))!;
        var entry = Entry() with { At = new DateTimeOffset(year + 1, 12, 15, 0, 0, 0, TimeSpan.Zero), Patients = [PatientId.New()] };
        await portal.Get<AuditLog>().AppendAsync(entry, default);

        await portal.Database.RunAsync(DatabaseRole.Owner, "SELECT audit.add_months(30)");

        (await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT tableoid::regclass::text FROM audit.entries WHERE id = $1", entry.Id.Value))
            .ShouldBe("audit.entries_default");
        (await portal.Database.RunAsync(DatabaseRole.Owner, $"SELECT to_regclass('audit.entries_{year + 2}_01') IS NOT NULL")).ShouldBe(true);
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_log_of_more_than_one_page_is_read_to_its_end()
    {
        var verified = await VerifyAsync();
        await portal.Database.AsSuperuserAsync("""
            INSERT INTO audit.entries (at, id, context, role, action, resource, categories, purpose, outcome, mac)
            SELECT '2019-01-01'::timestamptz, gen_random_uuid(), -1, 2, 1, 1, 1, 1, 1, '\x00' FROM generate_series(1, 5001)
            """);

        var entries = 0L;
        await foreach (var _ in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            entries++;
        }

        await portal.Database.AsSuperuserAsync("DELETE FROM audit.entries WHERE context = -1");
        entries.ShouldBe(verified.Entries + 1 + 5001); // the verification's own outcome is one more
    }

    private AuditEntry Entry(Origin? origin = null)
    {
        var actor = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), origin ?? Origin.Local);
        return portal.Get<AuditLog>().NewEntry(
            actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
    }

    private async Task<long> CountAsync(AuditEntry entry) =>
        (long)(await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT count(*) FROM audit.entries WHERE id = $1", entry.Id.Value))!;

    private Task<AuditVerification> VerifyAsync() => portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default);
}
