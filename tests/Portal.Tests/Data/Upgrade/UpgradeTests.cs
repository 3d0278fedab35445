using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;
using Portal.TestKit;
using Portal.Tests.Data.Embedded;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Data.Upgrade;

/// <summary>
/// A database that the first version made and filled, brought to the newest version. <c>foundation.sql</c> is a dump of what that version's own
/// code wrote: one account, one patient with a chart, entries of the log; its key-encryption key is the bytes 0 to 31 and protects nothing else.
/// </summary>
[Trait("Norm", "164.312(c)")]
public sealed class UpgradeTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly AccountId Clinician = new(Guid.Parse("11111111-2222-4333-8444-555555555555"));
    private static readonly byte[] TotpSecret = [.. Enumerable.Range(1, 20).Select(n => (byte)n)];

    private readonly ManualTime clock = new(new DateTimeOffset(2026, 3, 2, 9, 10, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_database_of_the_first_version_is_read_verified_and_signed_in_to_and_goes_on()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var patient = await FillAsync(database);
        await using var instance = await PostgresSetup.OpenAsync(
            database.ConnectionString, new KeyEncryptionKey("upgrade", [.. Enumerable.Range(0, 32).Select(n => (byte)n)]), cluster: null, clock, default);
        await using var portal = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddPortal(instance).BuildServiceProvider();

        var verified = await portal.GetRequiredService<VerifyAudit>().ForAsync(Actor.System("test"), default);
        verified.Ok.ShouldBeTrue();
        verified.Entries.ShouldBeGreaterThanOrEqualTo(4);

        var step = await portal.GetRequiredService<SignIn>().WithPasswordAsync(Actor.Anonymous, "old.clinician@people.example", People.Password, default);
        var signedIn = await portal.GetRequiredService<ConfirmTotp>().WithCodeAsync(Actor.Anonymous, step!.Token, Totp.CodeAt(TotpSecret, Totp.StepAt(clock.GetUtcNow())), default);
        var session = (await portal.GetRequiredService<FindSession>().ByTokenAsync(Actor.Anonymous, signedIn.Token, default))!;
        (session.Account, session.Role, session.Name).ShouldBe((Clinician, Role.Clinician, "Old Clinician"));

        var actor = Actor.Person(session.Account, session.Role, session.Session, Origin.Local);
        var record = (await portal.GetRequiredService<OpenRecord>().ForAsync(actor, Purpose.Treatment, patient, default))!;
        record.Banner.Name.ValueOrDefault!.InFull().ShouldBe("Åsa Lindqvist");
        record.Observations.Count.ShouldBe(2);
        record.Observations.ShouldAllBe(row => row.Details.HasValue);
        (await portal.GetRequiredService<ListMyPatients>().ForAsync(actor, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem().Id.ShouldBe(patient);

        // The role's row was sealed on the strength of the log, and what is new stands beside what is old.
        (await database.RunAsync(DatabaseRole.Superuser, "SELECT count(*) FROM identity.account_roles WHERE seal IS NULL")).ShouldBe(0L);
        (await portal.GetRequiredService<CreateAccount>().ForAsync(Actor.System("test"), new NewAccount("new@people.example", "New", People.Password, Role.Nurse), default)).ShouldNotBeNull();
        (await portal.GetRequiredService<VerifyAudit>().ForAsync(Actor.System("test"), default)).Ok.ShouldBeTrue();
    }

    private static async Task<PatientId> FillAsync(TestDatabase database)
    {
        await using (var owner = new PostgresDbContext(PostgresOptions.For(database.ConnectionString(DatabaseRole.Owner))))
        {
            await owner.GetService<IMigrator>().MigrateAsync("Foundation");
        }

        var dump = await File.ReadAllTextAsync(Path.Combine(Clone.Root, "tests", "Portal.Tests", "Data", "Upgrade", "foundation.sql"));
        await database.AsSuperuserAsync(dump);
        return new PatientId((Guid)(await database.RunAsync(DatabaseRole.Superuser, "SELECT patient_id FROM pii.patients"))!);
    }
}
