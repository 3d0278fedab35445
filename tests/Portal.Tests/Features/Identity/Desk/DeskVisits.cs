using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Desk;
using Portal.Features.Patients.Desk;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity.Desk;

/// <summary>Patients at the desk, by the same use cases as everybody.</summary>
internal sealed class DeskVisits(PortalFixture portal)
{
    public const string Birth = "1980-02-29";

    public const string WrongBirth = "1980-02-28";

    public const string Chosen = "seven green kettles sing";

    public People People { get; } = new(portal);

    public async Task<Actor> ClerkAsync(Role role = Role.FrontDesk) => await People.ActorAsync(await People.SignInAsync(await People.NewAsync(role)));

    public Task<PatientId> PatientAsync() => SamplePatients.AddAsync(portal, assignTo: null, observations: 0);

    public Task<DeskLetterResult> MakeAsync(Actor actor, PatientId patient, IdentityDocument document = IdentityDocument.Passport) =>
        portal.Get<MakeDeskCode>().ForAsync(actor, Purpose.Operations, patient, document, default);

    public async Task<(PatientId Patient, string Code)> CodeAsync()
    {
        var patient = await PatientAsync();
        return (patient, (await MakeAsync(await ClerkAsync(), patient)).Letter!.Code);
    }

    /// <summary>A patient who has an account, and the code that lets her back into it.</summary>
    public async Task<(Person Person, string Session, PatientId Patient, string Code)> RecoveryAsync()
    {
        var patient = await PatientAsync();
        var person = await People.NewAsync(Role.Patient, patient: patient);
        var session = await People.SignInAsync(person);
        var letter = (await MakeAsync(await ClerkAsync(), patient)).Letter!;
        letter.Kind.ShouldBe(DeskCodeKind.Recovery);
        return (person, session, patient, letter.Code);
    }

    public Task<string?> ProveAsync(string? code, string? birth = Birth) => portal.Get<ProveDeskCode>().ForAsync(People.Nobody, code, birth, default);

    public Task<DeskCodeResult> UseAsync(string? token, string? email = null, string? password = Chosen) =>
        portal.Get<UseDeskCode>().ForAsync(People.Nobody, token, email ?? $"{Guid.NewGuid():N}@people.example", password, default);

    public async Task<IReadOnlyList<Account>> AccountsAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return await db.Set<Account>().AsNoTracking().Where(a => a.PatientId == patient).ToListAsync();
    }

    public async Task<DeskCode> RowAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return (await db.Set<DeskCode>().AsNoTracking().Where(c => c.PatientId == patient).ToListAsync()).MaxBy(c => c.MadeAt)!;
    }

    public Task<object?> RunAsync(string sql, params object[] values) => portal.Database.RunAsync(DatabaseRole.App, sql, values);

    public async Task<IReadOnlyList<(AuditOutcome Outcome, string? Reason)>> EntriesAsync(PatientId patient) =>
        [.. (await People.EntriesAsync(e => e.Patients.Contains(patient) && e.Action == AuditAction.Credential)).Select(e => (e.Outcome, e.Reason))];
}
