using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing;
using Portal.Kernel.Crypto;

namespace Portal.Data.Keys;

/// <summary>Loads the system's data keys, and makes those that a new instance or a new version lacks.</summary>
internal static class SystemKeys
{
    /// <exception cref="KeyFileException">The stored keys were wrapped by another key file.</exception>
    public static async Task<KeyRing> LoadAsync(PortalDbContext db, KeyEncryptionKey root, TimeProvider clock, CancellationToken cancel)
    {
        var rows = await db.Set<SystemKey>().ToListAsync(cancel);
        var keys = rows.ToDictionary(row => row.Use, row => Unwrap(row, root));
        var missing = Enum.GetValues<KeyUse>().Where(use => !keys.ContainsKey(use)).ToArray();
        if (missing.Length > 0 && await WereLostAsync(db, rows, missing, cancel))
        {
            throw new KeyFileException("The database holds data but not all of the system's keys; restore the keys schema from its backup.");
        }

        foreach (var use in missing)
        {
            keys[use] = DataKey.New();
            db.Add(new SystemKey { Use = use, Wrapped = root.Wrap(keys[use], Owner(use)), WrappedBy = root.Id, CreatedAt = clock.GetUtcNow() });
        }

        await db.SaveChangesAsync(cancel);
        return new KeyRing(root, keys);
    }

    // A new key is made for a new instance, or for a use that a newer version added at the end; never over existing data.
    private static async Task<bool> WereLostAsync(PortalDbContext db, List<SystemKey> rows, KeyUse[] missing, CancellationToken cancel) =>
        rows.Count > 0
            ? missing.Min() < rows.Max(row => row.Use)
            : await db.Set<PatientKey>().AnyAsync(cancel) || await db.Set<AuditRow>().AnyAsync(cancel);

    private static DataKey Unwrap(SystemKey row, KeyEncryptionKey root) =>
        (row.WrappedBy == root.Id ? root.Unwrap(row.Wrapped, Owner(row.Use)) : null)
        ?? throw new KeyFileException($"The key file {root.Id} does not belong to this database (it was set up with {row.WrappedBy}); put the right key file back.");

    private static string Owner(KeyUse use) => $"system:{use}";
}
