using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Chart;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks;

/// <summary>People who add an observation each to a patient of their own: the entry and the sealed, encrypted row in one transaction.</summary>
internal sealed class Changers
{
    private readonly BenchInstance instance;
    private readonly Access access;
    private readonly PatientId[] patients;

    private Changers(BenchInstance instance, Access access, PatientId[] patients) => (this.instance, this.access, this.patients) = (instance, access, patients);

    public static async Task<Changers> CreateAsync(BenchInstance instance, int count)
    {
        PatientId[] patients = [.. Enumerable.Range(0, count).Select(_ => PatientId.New())];
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var access = await instance.Get<Gate>().OpenForImportAsync(db, Actor.System("bench"), [], patients, default);
        await instance.Get<AuditLog>().AppendAsync(db, AuditBench.Entry(instance, AuditAction.Create) with { Patients = patients }, default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return new Changers(instance, access, patients);
    }

    public async Task ChangeAsync(int number)
    {
        var entry = AuditBench.Entry(instance, AuditAction.Update) with { Patients = [patients[number]] };
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await instance.Get<AuditLog>().AppendAsync(db, entry, default);
        db.Add(new Observation
        {
            Id = Guid.NewGuid(), PatientId = patients[number], At = entry.At,
            Code = access.Protect(patients[number], new Coding("http://loinc.org", "8867-4", "Heart rate")),
            Details = access.Protect(patients[number], new ObservationDetails("final", "vital-signs", 72, "/min", null, null, null, [])),
        });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}
