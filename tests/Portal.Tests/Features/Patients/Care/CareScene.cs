using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using IdentityPeople = Portal.Tests.Features.Identity.People;

namespace Portal.Tests.Features.Patients.Care;

/// <summary>A patient with a team, and people who sign in.</summary>
internal sealed class CareScene(PortalFixture portal)
{
    public IdentityPeople People { get; } = new(portal);

    /// <summary>Somebody with an account and a session whose factor was just shown.</summary>
    public async Task<Actor> PersonAsync(Role role = Role.Clinician, PatientId? patient = null) =>
        await People.ActorAsync(await People.SignInAsync(await People.NewAsync(role, patient: patient)));

    /// <summary>A clinician and a patient in that clinician's team.</summary>
    public async Task<(Actor Clinician, PatientId Patient)> TeamAsync()
    {
        var clinician = await PersonAsync();
        return (clinician, await SamplePatients.AddAsync(portal, clinician.Account, observations: 0));
    }

    /// <summary>A patient with an account of the own.</summary>
    public async Task<(Actor Myself, PatientId Patient)> SelfAsync(AccountId? team = null)
    {
        var patient = await SamplePatients.AddAsync(portal, team, observations: 0);
        return (await PersonAsync(Role.Patient, patient), patient);
    }

    public async Task<bool> OpensAsync(Actor actor, PatientId patient) => await portal.Get<OpenRecord>().ForAsync(actor, Purpose.Treatment, patient, default) is not null;

    public Task<CareOutcome> ReferAsync(Actor actor, PatientId patient, Actor to, int days = 90) =>
        portal.Get<ReferPatient>().ForAsync(actor, Purpose.Treatment, patient, to.Account!.Value, days, default);

    public Task<CareOutcome> MarkAsync(Actor actor, PatientId patient, SensitiveKind kind = SensitiveKind.Hiv) =>
        portal.Get<SetMark>().ForAsync(actor, Purpose.Treatment, patient, kind, default);

    public Task<CareOutcome> ExcludeAsync(Actor myself, PatientId patient, Actor whom) =>
        portal.Get<ExcludePerson>().ForAsync(myself, Purpose.PatientRequest, patient, whom.Account!.Value, default);

    public async Task<IReadOnlyList<(AuditOutcome Outcome, string? Reason)>> EntriesAsync(PatientId patient, AuditAction action, AuditResource resource) =>
        [.. (await People.EntriesAsync(e => e.Patients.Contains(patient) && e.Action == action && e.Resource == resource)).Select(e => (e.Outcome, e.Reason))];

    /// <summary>Ties an account to a patient as an import would.</summary>
    public async Task TieAsync(PatientId patient, AccountId account, CareSource source, DateTimeOffset start, DateTimeOffset? end)
    {
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await portal.Get<AuditLog>().AppendAsync(db, CareGrant.Entry(portal.Get<AuditLog>(), Actor.System("test"), account, [patient]), default);
        db.Add(new CareRelationship { Id = Guid.NewGuid(), PatientId = patient, AccountId = account, Source = source, Start = start, End = end });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public async Task<List<SensitiveMark>> MarksAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return await db.Set<SensitiveMark>().AsNoTracking().Where(row => row.PatientId == patient).ToListAsync();
    }
}
