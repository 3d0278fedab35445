using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Keys;
using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks;

/// <summary>Opening a rich record (1,500 observations) with its audit entry and decision, against the same load and decryption without them.</summary>
internal static class OpenBench
{
    private const int Observations = 1_500;
    private const int Calls = 60;

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);
        var patient = await AddAsync(instance, clinician.Account!.Value);
        var (ours, peer) = await Rounds.AlternateAsync(
            Calls,
            async () => await instance.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default),
            async () => await LoadBareAsync(instance, patient));
        yield return Result.Of(
            "open", $"a record of {Observations} observations with decision and entry, against loading and decrypting it alone (p50)",
            ours / 1000, peer / 1000, "ms", Limit.RatioAtMost(1.35));
    }

    private static async Task<int> LoadBareAsync(BenchInstance instance, PatientId patient)
    {
        await using var db = instance.OpenAsOwner();
        var keys = await instance.Get<PatientKeys>().OfAsync(db, [patient], default);
        var access = new Access(keys, DataCategories.Identity | DataCategories.Clinical, instance.Get<PortalDatabase>(), Reach.Job(BenchPatients.Job));
        var person = await db.Set<Patient>().AsNoTracking().SingleAsync(row => row.Id == patient.Value);
        var view = access.Reveal(person, person.Name).HasValue ? 1 : 0;
        return view
            + await RevealAsync<AllergyIntolerance, AllergyDetails>(db, access, patient)
            + await RevealAsync<Condition, ConditionDetails>(db, access, patient)
            + await RevealAsync<MedicationRequest, MedicationDetails>(db, access, patient)
            + await RevealAsync<Observation, ObservationDetails>(db, access, patient)
            + await RevealAsync<Immunization, ImmunizationDetails>(db, access, patient)
            + await RevealAsync<Procedure, ProcedureDetails>(db, access, patient)
            + await RevealAsync<DiagnosticReport, ReportDetails>(db, access, patient)
            + await RevealAsync<DocumentReference, DocumentDetails>(db, access, patient)
            + await RevealAsync<CarePlan, CarePlanDetails>(db, access, patient)
            + await RevealAsync<Encounter, EncounterDetails>(db, access, patient);
    }

    private static async Task<int> RevealAsync<TRow, TDetails>(PortalDbContext db, Access access, PatientId patient)
        where TRow : ChartRow<TDetails>
        where TDetails : class
    {
        var rows = await db.Set<TRow>().AsNoTracking().Where(row => row.PatientId == patient).OrderByDescending(row => row.At).ToListAsync();
        return rows.Select(row => (access.Reveal(row, row.Code), access.Reveal(row, row.Details))).Count(pair => pair.Item1.HasValue && pair.Item2.HasValue);
    }

    private static async Task<PatientId> AddAsync(BenchInstance instance, AccountId clinician)
    {
        var id = PatientId.New();
        var actor = Actor.System("bench");
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var access = await instance.Get<Gate>().OpenForImportAsync(db, actor, [], [id], default);
        var log = instance.Get<AuditLog>();
        await log.AppendAsync(
            db, log.NewEntry(actor, Purpose.System, AuditAction.Create, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed), default);
        db.Add(new Patient { Id = id.Value, PatientId = id, Name = access.Protect(id, new PersonName("Bench", "Mark")) });
        db.Add(new CareRelationship
        {
            Id = Guid.NewGuid(), PatientId = id, AccountId = clinician, Source = CareSource.Assigned, Start = TimeProvider.System.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        await instance.Get<PortalDatabase>().Bulk.InsertAsync(db, [.. Enumerable.Range(0, Observations).Select(number => Observation(access, id, number))], default);
        await transaction.CommitAsync();
        return id;
    }

    private static Observation Observation(Access access, PatientId id, int number) => new()
    {
        Id = Guid.NewGuid(), PatientId = id, At = DateTimeOffset.UnixEpoch.AddHours(number),
        Code = access.Protect(id, new Coding("http://loinc.org", "8867-4", "Heart rate")),
        Details = access.Protect(id, new ObservationDetails("final", "vital-signs", 60 + (number % 40), "/min", null, null, null, [])),
    };
}
