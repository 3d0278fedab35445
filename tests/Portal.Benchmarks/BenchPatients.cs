using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks;

/// <summary>Patients that exist as keys alone, opened for the benchmark.</summary>
internal static class BenchPatients
{
    public static readonly Actor Job = Actor.System("bench");

    public static async Task<Access> OpenAsync(BenchInstance instance, IReadOnlyCollection<PatientId> patients)
    {
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await AppendAsync(instance, db);
        var access = await instance.Get<Gate>().OpenForImportAsync(db, Job, [], patients, default);
        await transaction.CommitAsync();
        return access;
    }

    /// <summary>The entry without which nothing sealed is saved.</summary>
    public static Task AppendAsync(BenchInstance instance, PortalDbContext db)
    {
        var log = instance.Get<AuditLog>();
        return log.AppendAsync(
            db, log.NewEntry(Job, Purpose.System, AuditAction.Create, AuditResource.Patient, DataCategories.Identity | DataCategories.Clinical, AuditOutcome.Allowed), default);
    }
}
