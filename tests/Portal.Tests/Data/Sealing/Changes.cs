using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Chart;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Sealing;

/// <summary>Changes of a chart for tests, until a feature makes them.</summary>
internal static class Changes
{
    public static async Task EditAsync(PortalFixture portal, PatientId patient, Guid observation)
    {
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var access = await portal.Get<Gate>().OpenForImportAsync(db, Actor.System("test"), [patient], [], default);
        await AppendEntryAsync(portal, db, patient);
        var row = await db.Set<Observation>().SingleAsync(row => row.Id == observation);
        row.Details = access.Protect(patient, Details(row.Version + 80));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public static Task AppendEntryAsync(PortalFixture portal, PortalDbContext db, PatientId patient)
    {
        var log = portal.Get<AuditLog>();
        var entry = log.NewEntry(
            Actor.System("test"), Purpose.System, AuditAction.Update, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
        return log.AppendAsync(db, entry with { Patients = [patient] }, default);
    }

    public static ObservationDetails Details(decimal value) => new("final", "vital-signs", value, "/min", null, null, null, []);

    public static Observation NewObservation(Access access, PatientId patient, DateTimeOffset at, Guid? id = null) => new()
    {
        Id = id ?? Guid.NewGuid(),
        PatientId = patient,
        At = at,
        Code = access.Protect(patient, new Coding("http://loinc.org", "8867-4", "Heart rate")),
        Details = access.Protect(patient, Details(72)),
    };
}
