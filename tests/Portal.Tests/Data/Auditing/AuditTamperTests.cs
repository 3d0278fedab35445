using Npgsql;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

/// <summary>The audit log against somebody with SQL: the superuser is found out, the portal's own roles cannot even try.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class AuditTamperTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    // Every column but xact, which the database sets and the sealed block will fix.
    public static TheoryData<string> Edits =>
    [
        "at = at + interval '1 microsecond'", "at = '2299-12-31Z'", "id = gen_random_uuid()", "role = 4", "role = 99", "context = 0", "context = context + 1", "action = 2", "action = -1", "resource = 9", "resource_id = gen_random_uuid()",
        "categories = 1", "categories = -1", "purpose = 5", "reason = 'NoGround'", "reason = ''", "break_glass = gen_random_uuid()", "outcome = 2", "outcome = 0",
        "others = '{1}'", "others = '{}'", "subject = 1", "mac = ''", "mac = substr(mac, 1, 4)",
        "mac = set_byte(mac, 0, get_byte(mac, 0) # 1)", "mac = (SELECT x.mac FROM audit.entries x WHERE x.id <> e.id LIMIT 1)",
    ];

    public static TheoryData<string> EditsOfContexts =>
    [
        "session = gen_random_uuid()", "session = NULL", "account = gen_random_uuid()", "account = NULL", "job = 'x'", "job = ''",
        "ip = '192.0.2.9'", "ip = NULL", "agent = 'y'", "agent = NULL", "node = 'z'", "node = ''",
    ];

    public static TheoryData<DatabaseRole, string> Forbidden
    {
        get
        {
            var data = new TheoryData<DatabaseRole, string>();
            foreach (var role in DatabaseRoles.Runtime)
            {
                ForbiddenFor(role).ForEach(sql => data.Add(role, sql));
            }

            return data;
        }
    }

    // One test that does not come to its end, say because a busy machine gave no answer in time, must leave nothing broken to the others.
    public Task InitializeAsync() => portal.Database.AsSuperuserAsync("TRUNCATE audit.entries");

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory, MemberData(nameof(Edits))]
    public async Task An_edit_of_any_column_is_reported_with_the_entry(string edit)
    {
        var entry = await AppendAsync();
        await portal.Database.AsSuperuserAsync($"DROP TABLE IF EXISTS public.saved; CREATE TABLE public.saved AS SELECT * FROM audit.entries WHERE id = '{entry.Id}'");
        var now = (Guid)(await portal.Database.AsSuperuserAsync($"UPDATE audit.entries e SET {edit} WHERE id = $1 RETURNING id", entry.Id.Value))!;

        var found = await VerifyAsync();

        found.Ok.ShouldBeFalse();
        found.FirstBad.ShouldBe(now);
        found.Kind.ShouldBe("edited");
        await portal.Database.AsSuperuserAsync($"DELETE FROM audit.entries WHERE id = '{now}'; INSERT INTO audit.entries SELECT * FROM public.saved");
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("UPDATE audit.entries SET others = NULL WHERE id = $1")]
    [InlineData("UPDATE audit.entries SET subject = NULL WHERE id = $1")]
    [InlineData("UPDATE audit.entries SET subject = others[1] WHERE id = $1")]
    [InlineData("UPDATE audit.entries SET others = others || subject WHERE id = $1")]
    [InlineData("UPDATE audit.entries SET subject = subject # 1 WHERE id = $1")] // another day's key: the same patient, whom a search would no longer find
    [InlineData("UPDATE audit.subjects SET patient = gen_random_uuid() WHERE no = (SELECT subject >> 5 FROM audit.entries WHERE id = $1)")]
    [InlineData("DELETE FROM audit.subjects WHERE no = (SELECT others[1] >> 5 FROM audit.entries WHERE id = $1)")]
    public async Task A_patient_taken_from_or_put_into_an_entry_is_reported(string sql)
    {
        var entry = await AppendAsync(PatientId.New(), PatientId.New());
        await portal.Database.AsSuperuserAsync(sql, entry.Id.Value);

        (await VerifyAsync()).FirstBad.ShouldBe(entry.Id.Value);

        await portal.Database.AsSuperuserAsync("DELETE FROM audit.entries WHERE id = $1", entry.Id.Value);
    }

    [Theory, MemberData(nameof(EditsOfContexts))]
    public async Task An_edit_of_what_entries_share_is_reported_for_each_of_them(string edit)
    {
        var entry = await AppendAsync();
        const string Two = "audit.entries e WHERE e.context = (SELECT context FROM audit.entries WHERE id = $1)";
        await portal.Database.AsSuperuserAsync($"DROP TABLE IF EXISTS public.saved; CREATE TABLE public.saved AS SELECT * FROM audit.contexts WHERE no = (SELECT context FROM audit.entries WHERE id = '{entry.Id}')");
        await portal.Database.AsSuperuserAsync($"UPDATE audit.contexts SET {edit} WHERE no = (SELECT context FROM audit.entries WHERE id = $1)", entry.Id.Value);

        (await VerifyAsync()).FirstBad.ShouldBe((Guid)(await portal.Database.AsSuperuserAsync($"SELECT e.id FROM {Two} ORDER BY e.xact, e.id LIMIT 1", entry.Id.Value))!);
        (await BrokenAsync()).ShouldBe((long)(await portal.Database.AsSuperuserAsync($"SELECT count(*) FROM {Two}", entry.Id.Value))!);

        await portal.Database.AsSuperuserAsync("DELETE FROM audit.contexts c USING public.saved s WHERE s.no = c.no; INSERT INTO audit.contexts OVERRIDING SYSTEM VALUE SELECT * FROM public.saved");
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task An_address_with_a_netmask_is_refused_and_forced_in_it_hides_no_entry_unreported()
    {
        var entry = await AppendAsync();
        const string Mask = "UPDATE audit.contexts SET ip = set_masklen(ip, 8) WHERE no = (SELECT context FROM audit.entries WHERE id = $1)";
        (await Should.ThrowAsync<PostgresException>(() => portal.Database.AsSuperuserAsync(Mask, entry.Id.Value))).ConstraintName.ShouldBe("CK_contexts_ip");
        await portal.Database.AsSuperuserAsync("ALTER TABLE audit.contexts DROP CONSTRAINT \"CK_contexts_ip\"");
        await portal.Database.AsSuperuserAsync(Mask, entry.Id.Value);

        (await VerifyAsync()).Kind.ShouldBe("edited");

        await portal.Database.AsSuperuserAsync("UPDATE audit.contexts SET ip = host(ip)::inet; ALTER TABLE audit.contexts ADD CONSTRAINT \"CK_contexts_ip\" CHECK (ip = host(ip)::inet)");
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_context_that_is_gone_hides_no_entry_and_is_reported()
    {
        var entry = await AppendAsync();
        var before = (await VerifyAsync()).Entries;
        await portal.Database.AsSuperuserAsync("DELETE FROM audit.contexts WHERE no = (SELECT context FROM audit.entries WHERE id = $1)", entry.Id.Value);

        var found = await VerifyAsync();

        found.Ok.ShouldBeFalse();
        found.Entries.ShouldBe(before + 2); // the verification before and its outcome are entries too
        await portal.Database.AsSuperuserAsync("DELETE FROM audit.entries e WHERE NOT EXISTS (SELECT FROM audit.contexts c WHERE c.no = e.context)");
        (await VerifyAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_forged_entry_is_reported()
    {
        var entry = await AppendAsync();
        var forged = (Guid)(await portal.Database.AsSuperuserAsync("""
            INSERT INTO audit.entries (at, id, context, role, action, resource, categories, purpose, outcome, mac)
            SELECT at, gen_random_uuid(), context, role, action, resource, categories, purpose, outcome, mac FROM audit.entries WHERE id = $1 RETURNING id
            """, entry.Id.Value))!;

        (await VerifyAsync()).FirstBad.ShouldBe(forged);

        await portal.Database.AsSuperuserAsync("DELETE FROM audit.entries WHERE id = $1", forged);
    }

    [Theory, MemberData(nameof(Forbidden))]
    [Trait("Norm", "16.4.2")]
    public Task No_role_of_run_time_can_rewrite_the_log(DatabaseRole role, string sql) => portal.Database.DeniedAsync(role, sql);

    [Theory]
    [InlineData("UPDATE audit.entries SET context = 1")]
    [InlineData("DELETE FROM audit.entries")]
    [InlineData("UPDATE audit.contexts SET node = 'x'")]
    [InlineData("DELETE FROM audit.subjects")]
    [InlineData("TRUNCATE audit.contexts")]
    [InlineData("TRUNCATE audit.subjects")]
    [InlineData("TRUNCATE audit.entries_default")]
    [InlineData("TRUNCATE audit.entries")]
    public async Task Not_even_the_owner_rewrites_it_by_a_slip(string sql)
    {
        await AppendAsync(PatientId.New());

        var refusal = await Should.ThrowAsync<Npgsql.PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Owner, sql));

        refusal.MessageText.ShouldContain("append-only");
    }

    private async Task<long> BrokenAsync()
    {
        var broken = 0L;
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            broken += portal.Get<AuditLog>().Holds(signed) ? 0 : 1;
        }

        return broken;
    }

    private static List<string> ForbiddenFor(DatabaseRole role) =>
    [
        .. from table in new[] { "audit.entries", "audit.entries_default", "audit.contexts", "audit.subjects" }
           from sql in new[]
           {
               table switch { "audit.contexts" => "UPDATE {0} SET node = node", "audit.subjects" => "UPDATE {0} SET patient = patient", _ => "UPDATE {0} SET at = at" }, "DELETE FROM {0}", "TRUNCATE {0}", "DROP TABLE {0}", "ALTER TABLE {0} ADD COLUMN x int", "ALTER TABLE {0} DISABLE TRIGGER ALL",
           }
           select string.Format(null, sql, table),
        "ALTER TABLE audit.entries DETACH PARTITION audit.entries_default",
        "DROP TRIGGER append_only ON audit.entries_default",
        "CREATE OR REPLACE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
    ];

    private async Task<AuditEntry> AppendAsync(params PatientId[] patients)
    {
        var log = portal.Get<AuditLog>();
        var actor = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), new Origin(System.Net.IPAddress.Parse("10.1.2.3"), "agent"));
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        var entry = log.NewEntry(actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
        var before = entry.At.AddSeconds(-1);
        await log.AppendAsync(entry with { Patients = patients }, default);
        await log.AppendAsync(entry with { Id = EntryId.New(before), At = before }, default); // a neighbour
        return entry;
    }

    private Task<AuditVerification> VerifyAsync() => portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default);
}
