using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests;

/// <summary>Invented patients for tests, written through the product's own door.</summary>
internal static class SamplePatients
{
    public static async Task<PatientId> AddAsync(
        PortalFixture portal, AccountId? assignTo, PersonName? name = null, string mrn = "MRN-4711", int observations = 2,
        DateOnly? birth = null, DateTimeOffset? died = null, string? email = null)
    {
        var id = PatientId.New();
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var actor = Actor.System("test");
        var access = await portal.Get<Gate>().OpenForImportAsync(db, actor, [], [id], default);
        var log = portal.Get<AuditLog>();
        var entry = log.NewEntry(actor, Purpose.System, AuditAction.Create, AuditResource.Patient, DataCategories.Identity, AuditOutcome.Allowed);
        await log.AppendAsync(db, entry with { Patients = [id] }, default);
        AddRows(db, access, portal.Get<PatientIndexes>(), id, name ?? new PersonName("Müller", "Zoë"), mrn, birth ?? new DateOnly(1980, 2, 29), died);
        if (email is not null)
        {
            db.Set<Patient>().Local.Single(row => row.PatientId == id).Contact = access.Protect(id, new ContactDetails([], [email], []));
        }

        db.AddRange(Enumerable.Range(0, observations).Select(number => Observation(access, id, portal.Clock.GetUtcNow().AddDays(-number))));
        if (assignTo is { } account)
        {
            db.Add(new CareRelationship
            {
                Id = Guid.NewGuid(), PatientId = id, AccountId = account, Source = CareSource.Assigned, Start = portal.Clock.GetUtcNow(),
            });
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return id;
    }

    /// <summary>Puts a patient into one more account's care.</summary>
    public static async Task AssignAsync(PortalFixture portal, PatientId patient, AccountId account)
    {
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var log = portal.Get<AuditLog>();
        var now = portal.Clock.GetUtcNow();
        await log.AppendAsync(db, CareGrant.Entry(log, Actor.System("test"), account, [patient]), default);
        db.Add(new CareRelationship { Id = Guid.NewGuid(), PatientId = patient, AccountId = account, Source = CareSource.Assigned, Start = now });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static void AddRows(PortalDbContext db, Access access, PatientIndexes indexes, PatientId id, PersonName name, string mrn, DateOnly birth, DateTimeOffset? died)
    {
        db.Add(new Patient
        {
            Id = id.Value, PatientId = id,
            Name = access.Protect(id, name), BirthDate = access.Protect(id, birth), Sex = access.Protect(id, "female"), Mrn = access.Protect(id, mrn),
            MrnIndex = indexes.Mrn(mrn), BirthDateIndex = indexes.BirthDate(birth), Deceased = died is { } at ? access.Protect(id, at) : null,
        });
        db.Add(new PatientListRow
        {
            Id = id.Value, PatientId = id,
            Name = access.Protect(id, name), BirthDate = access.Protect(id, birth), Sex = access.Protect(id, "female"), Mrn = access.Protect(id, mrn),
        });
        db.AddRange(indexes.NameTokens([name]).Select(token => new NameToken { Token = token, PatientId = id }));
    }

    private static Observation Observation(Access access, PatientId id, DateTimeOffset at) => new()
    {
        Id = Guid.NewGuid(), PatientId = id, At = at,
        Code = access.Protect(id, new Coding("http://loinc.org", "8867-4", "Heart rate")),
        Details = access.Protect(id, new ObservationDetails("final", "vital-signs", 72, "/min", null, null, null, [])),
    };
}
