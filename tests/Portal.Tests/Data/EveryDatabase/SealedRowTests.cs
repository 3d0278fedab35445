using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.EveryDatabase;

/// <summary>Written once, run on every configured database. On SQL Server these are all there is so far: its audit store and bulk path are not built.</summary>
public sealed class SealedRowTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    [Theory]
    [OnPostgres]
    [OnSqlServer]
    [Trait("Norm", "164.312(c)")]
    public async Task A_sealed_row_comes_back_as_it_was_written(DatabaseKind kind)
    {
        var key = DataKey.New();
        var id = await SaveAsync(kind, id => new Patient
        {
            Id = id.Value, PatientId = id, Name = new(new PersonName("Müller", "Zoë"), key), BirthDate = new(new DateOnly(1980, 2, 29), key),
            MrnIndex = databases.Keys.Index.Of("pii.patients.mrn", "4711"),
        });

        var stored = await LoadAsync<Patient>(kind, id);

        stored.SealBroken.ShouldBeFalse();
        stored.Name!.Open(key).ValueOrDefault!.InFull().ShouldBe("Zoë Müller");
        stored.BirthDate!.Open(key).ValueOrDefault.ShouldBe(new DateOnly(1980, 2, 29));
        stored.Name.Open(DataKey.New()).IsDamaged.ShouldBeTrue();
    }

    [Theory]
    [OnPostgres]
    [OnSqlServer]
    [Trait("Norm", "164.312(c)")]
    public async Task Times_keep_the_seal_whole(DatabaseKind kind)
    {
        var start = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.FromHours(1)).AddTicks(1_234_567);
        var id = await SaveAsync(kind, id => new CareRelationship
        {
            Id = id.Value, PatientId = id, AccountId = AccountId.New(), Source = CareSource.Assigned, Start = start, End = null,
        });

        var stored = await LoadAsync<CareRelationship>(kind, id);

        stored.SealBroken.ShouldBeFalse();
        stored.Start.ShouldBe(start, TimeSpan.FromMicroseconds(1));
    }

    [Theory]
    [OnPostgres]
    [OnSqlServer]
    [Trait("Norm", "164.312(c)")]
    public async Task A_row_that_is_changed_by_SQL_says_that_its_seal_is_broken(DatabaseKind kind)
    {
        var id = await SaveAsync(kind, id => new Patient { Id = id.Value, PatientId = id, Sex = new("female", DataKey.New()) });
        await using (var db = await databases.OpenAsync(kind))
        {
            (await db.Database.ExecuteSqlAsync($"UPDATE pii.patients SET version = 7 WHERE id = {id.Value}")).ShouldBe(1);
        }

        (await LoadAsync<Patient>(kind, id)).SealBroken.ShouldBeTrue();
    }

    // The audit entry of the change is claimed, not written: the audit store of SQL Server is not built.
    private async Task<PatientId> SaveAsync<T>(DatabaseKind kind, Func<PatientId, T> make)
        where T : class
    {
        var id = PatientId.New();
        await using var db = await databases.OpenAsync(kind);
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.EntryInserted();
        db.Add(make(id));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return id;
    }

    private async Task<T> LoadAsync<T>(DatabaseKind kind, PatientId id)
        where T : Portal.Data.Sealing.SealedRow
    {
        await using PortalDbContext db = await databases.OpenAsync(kind);
        return await db.Set<T>().SingleAsync(row => row.Id == id.Value);
    }
}
