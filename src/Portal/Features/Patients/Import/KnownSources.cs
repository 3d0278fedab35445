using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>The last imported revision of a resource.</summary>
internal sealed record KnownSource(PatientId Patient, string Type, byte[] ContentHash, int Revision, Guid? RowId, bool IsBroken);

/// <summary>What earlier imports left of the resources of one batch, found by keyed hash.</summary>
internal sealed class KnownSources
{
    private const int AtOnce = 1000;

    private readonly Dictionary<Guid, KnownSource> latest = [];

    public KnownSource? Find(Guid key) => latest.GetValueOrDefault(key);

    /// <summary>Remembers a revision that this batch adds, for a later entry of the same resource.</summary>
    public void Put(Guid key, KnownSource source) => latest[key] = source;

    public static async Task<KnownSources> LoadAsync(PortalDbContext db, IEnumerable<Guid> keys, CancellationToken cancel)
    {
        var known = new KnownSources();
        foreach (var chunk in keys.Distinct().Chunk(AtOnce))
        {
            byte[][] wanted = [.. chunk.Select(key => key.ToByteArray())];

            // Whole rows: only a loaded row has its seal checked, and a patient's token is taken from it.
            await foreach (var row in db.Set<SourceResource>().AsNoTracking().Where(row => wanted.Contains(row.SourceKey)).AsAsyncEnumerable().WithCancellation(cancel))
            {
                known.PutNewest(row);
            }
        }

        return known;
    }

    private void PutNewest(SourceResource row)
    {
        var key = new Guid(row.SourceKey);
        if (Find(key) is not { } other || other.Revision < row.Revision)
        {
            latest[key] = new KnownSource(row.PatientId, row.ResourceType, row.ContentHash, row.Revision, row.RowId, row.SealBroken);
        }
    }
}
