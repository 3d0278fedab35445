using Microsoft.EntityFrameworkCore;
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
        if (rows.Count == 0 && await db.Set<PatientKey>().AnyAsync(cancel))
        {
            throw new KeyFileException("The database holds patients' keys but none of the system's; restore the keys schema from its backup.");
        }

        foreach (var use in Enum.GetValues<KeyUse>().Where(use => !keys.ContainsKey(use)))
        {
            keys[use] = DataKey.New();
            db.Add(new SystemKey { Use = use, Wrapped = root.Wrap(keys[use], Owner(use)), WrappedBy = root.Id, CreatedAt = clock.GetUtcNow() });
        }

        await db.SaveChangesAsync(cancel);
        return new KeyRing(root, keys);
    }

    private static DataKey Unwrap(SystemKey row, KeyEncryptionKey root) =>
        (row.WrappedBy == root.Id ? root.Unwrap(row.Wrapped, Owner(row.Use)) : null)
        ?? throw new KeyFileException($"The key file {root.Id} does not belong to this database (it was set up with {row.WrappedBy}); put the right key file back.");

    private static string Owner(KeyUse use) => $"system:{use}";
}
