using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Import.Reading;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Import;

/// <summary>Keeps resources of no patient, each distinct body once: bundles repeat them, and the same id comes with different bodies.</summary>
internal sealed class DirectoryWriter(SourceKeys keys, DataKey key, DateTimeOffset now)
{
    /// <summary>The rows of a batch's resources.</summary>
    public IReadOnlyList<DirectoryResource> RowsOf(IEnumerable<ImportEntry> entries) => [.. entries.Select(Row).DistinctBy(Identity)];

    /// <summary>Those that are not there yet.</summary>
    public static async Task<IReadOnlyList<DirectoryResource>> NewAsync(PortalDbContext db, IReadOnlyList<DirectoryResource> rows, CancellationToken cancel)
    {
        var known = new HashSet<(Guid, Guid)>();
        foreach (var chunk in rows.Select(row => row.SourceKey).Chunk(1000))
        {
            var found = await db.Set<DirectoryResource>().Where(row => chunk.Contains(row.SourceKey)).Select(row => new { row.SourceKey, row.ContentHash }).ToListAsync(cancel);
            known.UnionWith(found.Select(row => (new Guid(row.SourceKey), new Guid(row.ContentHash))));
        }

        return [.. rows.Where(row => !known.Contains(Identity(row)))];
    }

    private static (Guid, Guid) Identity(DirectoryResource row) => (new Guid(row.SourceKey), new Guid(row.ContentHash));

    private DirectoryResource Row(ImportEntry entry)
    {
        var json = SourceText.Canonical(entry.Resource);
        return new DirectoryResource
        {
            Id = Guid.CreateVersion7(now),
            ResourceType = entry.Type,
            SourceKey = keys.Of(entry.SourceName!).ToByteArray(),
            ContentHash = keys.Content(json),
            ImportedAt = now,
            Body = new Protected<byte[]>(new SourceBody(entry.FullUrl, json).Pack(), key),
        };
    }
}
