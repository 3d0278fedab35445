using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Data.Keys;

/// <summary>Patients' data keys: loaded, unwrapped and kept in memory for a bounded number of patients.</summary>
internal sealed class PatientKeys(KeyRing ring, TimeProvider clock)
{
    private const int MaxKept = 20_000;

    private readonly ConcurrentDictionary<PatientId, DataKey> kept = new();

    /// <summary>The keys of the patients that have one; an erased patient has none.</summary>
    public async Task<Dictionary<PatientId, DataKey>> OfAsync(PortalDbContext db, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        var found = Kept(patients);
        var missing = patients.Where(patient => !found.ContainsKey(patient)).ToArray();
        if (missing.Length > 0)
        {
            await LoadAsync(db, missing, found, cancel);
        }

        return found;
    }

    /// <summary>Those of the keys that are in memory.</summary>
    public Dictionary<PatientId, DataKey> Kept(IReadOnlyCollection<PatientId> patients)
    {
        var found = new Dictionary<PatientId, DataKey>(patients.Count);
        foreach (var patient in patients)
        {
            if (kept.TryGetValue(patient, out var key))
            {
                found[patient] = key;
            }
        }

        return found;
    }

    /// <summary>Makes keys for new patients, which the context's next save stores; they are kept only once read back after the commit.</summary>
    public Dictionary<PatientId, DataKey> Add(PortalDbContext db, IReadOnlyCollection<PatientId> patients)
    {
        var made = patients.ToDictionary(patient => patient, _ => DataKey.New());
        db.AddRange(made.Select(pair => new PatientKey
        {
            PatientId = pair.Key,
            Wrapped = ring.WrapFor(pair.Key, pair.Value),
            CreatedAt = clock.GetUtcNow(),
        }));
        return made;
    }

    private async Task LoadAsync(PortalDbContext db, PatientId[] patients, Dictionary<PatientId, DataKey> found, CancellationToken cancel)
    {
        var rows = await db.Set<PatientKey>().AsNoTracking().Where(row => patients.Contains(row.PatientId)).ToListAsync(cancel);
        foreach (var row in rows)
        {
            if (ring.UnwrapFor(row.PatientId, row.Wrapped) is { } key)
            {
                found[row.PatientId] = key;
                Keep(row.PatientId, key);
            }
        }
    }

    private void Keep(PatientId patient, DataKey key)
    {
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
            RestingCiphers.Clear();
        }

        kept[patient] = key;
    }
}
