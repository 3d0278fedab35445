using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.BreakGlass;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.BreakGlass;

/// <summary>Clinicians who meet closed records, by the same use cases as everybody.</summary>
internal sealed class Glass(PortalFixture portal)
{
    public const string Sentence = "She was brought in unconscious and I need her allergies.";

    public People People { get; } = new(portal);

    public async Task<Actor> ClinicianAsync(Role role = Role.Clinician) => await People.ActorAsync(await People.SignInAsync(await People.NewAsync(role)));

    public Task<PatientId> PatientAsync() => SamplePatients.AddAsync(portal, assignTo: null, observations: 1);

    public Task<GlassResult> TakeAsync(Actor actor, PatientId patient, GlassReason reason = GlassReason.Emergency, string? sentence = Sentence) =>
        portal.Get<TakeEmergencyAccess>().ForAsync(actor, patient, new TakeEmergencyAccessInput(reason, sentence), default);

    /// <summary>A clinician who has broken the glass over a patient's record.</summary>
    public async Task<(Actor Actor, PatientId Patient, Guid Grant)> BrokenAsync(GlassReason reason = GlassReason.Emergency, Role role = Role.Clinician)
    {
        var (actor, patient) = (await ClinicianAsync(role), await PatientAsync());
        var result = await TakeAsync(actor, patient, reason);
        result.Outcome.ShouldBe(GlassOutcome.Open);
        return (actor, patient, result.Grant!.Value);
    }

    public Task<RecordView?> OpenAsync(Actor actor, PatientId patient) => portal.Get<OpenRecord>().ForAsync(actor, Purpose.Treatment, patient, default);

    public Task<GlassState> CheckAsync(Actor actor, Guid grant) => portal.Get<CheckEmergencyAccess>().ForAsync(actor, grant, default);

    public async Task<List<GlassGrant>> GrantsAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return await db.Set<GlassGrant>().AsNoTracking().Where(row => row.PatientId == patient).OrderBy(row => row.Start).ToListAsync();
    }

    public async Task<List<AuditEntry>> EntriesAsync(PatientId patient) =>
        [.. (await People.EntriesAsync(entry => entry.Patients.Contains(patient))).Where(entry => entry.Job != "test")];

    /// <summary>Keeps the patient from being told until then, past the use case.</summary>
    public async Task HoldAsync(PatientId patient, DateTimeOffset until)
    {
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var (log, now) = (portal.Get<AuditLog>(), portal.Clock.GetUtcNow());
        await log.AppendAsync(db, log.NewEntry(Actor.System("test"), Purpose.System, AuditAction.Create, AuditResource.EmergencyAccess, DataCategories.Audit, AuditOutcome.Allowed), default);
        db.Add(new SafetyHold { Id = Guid.NewGuid(), PatientId = patient, AuthorId = AccountId.New(), Start = now, Until = until });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}
