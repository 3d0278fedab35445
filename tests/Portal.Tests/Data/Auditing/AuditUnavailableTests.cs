using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

/// <summary>No audit, no data: while the log refuses writes, nothing opens and nothing changes.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditUnavailableTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Raise = """
        CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION SQLSTATE '53100'; END $f$;
        CREATE TRIGGER full_disk BEFORE INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION public.full_disk()
        """;

    public static TheoryData<string, string> Breakages => new()
    {
        { "REVOKE INSERT ON audit.entries FROM portal_app", "GRANT INSERT ON audit.entries TO portal_app" },
        { "ALTER TABLE audit.entries RENAME TO gone", "ALTER TABLE audit.gone RENAME TO entries" },
        { Raise, "DROP TRIGGER full_disk ON audit.entries; DROP FUNCTION public.full_disk()" },
    };

    [Theory, MemberData(nameof(Breakages))]
    public async Task While_the_log_cannot_be_written_nothing_opens_and_afterwards_it_does(string breakage, string repair)
    {
        var clinician = Person(Role.Clinician);
        var clerk = Person(Role.BillingClerk);
        var patient = await SamplePatients.AddAsync(portal, clinician.Account);
        await portal.Database.RunAsync(DatabaseRole.Owner, breakage);
        try
        {
            await RefusedAsync(() => portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default));
            await RefusedAsync(() => portal.Get<OpenBillingRecord>().ForAsync(clerk, Purpose.Payment, patient, default));
            await RefusedAsync(() => portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default));
            await RefusedAsync(() => portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, "muller", null, default));
            await RefusedAsync(() => SamplePatients.AddAsync(portal, null));
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, repair);
        }

        (await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("contexts")]
    [InlineData("subjects")]
    public async Task While_a_dictionary_cannot_be_written_nothing_opens_that_needs_a_new_row_of_it(string dictionary)
    {
        var known = Person(Role.Clinician);
        var first = await SamplePatients.AddAsync(portal, known.Account);
        await portal.Get<OpenRecord>().ForAsync(known, Purpose.Treatment, first, default);
        var newcomer = Person(Role.Clinician);
        var open = dictionary == "contexts"
            ? (Func<Task>)(() => portal.Get<ListMyPatients>().ForAsync(newcomer, Purpose.Treatment, null, default))
            : () => portal.Get<OpenRecord>().ForAsync(known, Purpose.Treatment, PatientId.New(), default);
        await portal.Database.RunAsync(DatabaseRole.Owner, $"REVOKE INSERT ON audit.{dictionary} FROM portal_app");
        try
        {
            await RefusedAsync(open);
            (await portal.Get<OpenRecord>().ForAsync(known, Purpose.Treatment, first, default)).ShouldNotBeNull();
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, $"GRANT INSERT ON audit.{dictionary} TO portal_app");
        }

        await Should.NotThrowAsync(() => portal.Get<ListMyPatients>().ForAsync(newcomer, Purpose.Treatment, null, default));
    }

    private static async Task RefusedAsync(Func<Task> open) =>
        (await Should.ThrowAsync<AuditUnavailableException>(open)).Message.ShouldContain("cannot be written");

    private static Actor Person(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);
}
