using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Data.Sealing;

/// <summary>Seals what is saved, counts its version, and refuses to save over a row whose seal is broken or without an audit entry in the same transaction.</summary>
internal sealed class SealOnSave : SaveChangesInterceptor
{
    public static readonly SealOnSave Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        SealAll((PortalDbContext)eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        SealAll((PortalDbContext)eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void SealAll(PortalDbContext db)
    {
        var changed = db.ChangeTracker.Entries<SealedRow>()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .ToList();
        if (changed.Count > 0 && !db.HasEntryInTransaction)
        {
            throw new InvalidOperationException("A patient's rows are saved only in a transaction that holds the audit entry of the change.");
        }

        foreach (var entry in changed.Where(entry => entry.State != EntityState.Deleted))
        {
            Seal(entry, db);
        }
    }

    private static void Seal(EntityEntry<SealedRow> entry, PortalDbContext db)
    {
        if (entry.State == EntityState.Modified)
        {
            entry.Entity.Version++;
        }

        RowSeal.Apply(entry.Metadata, entry.Entity, db.SealKey);
    }
}
