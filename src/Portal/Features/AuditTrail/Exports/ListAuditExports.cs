using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Files;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>Lists the actor's own exports, the newest first. What it shows the actor asked for; nothing of the log is in it.</summary>
[Needs(Permission.ReadAudit)]
public sealed class ListAuditExports
{
    private const int Most = 50;

    private readonly PortalInstance instance;
    private readonly AuditTrailDoor door;

    internal ListAuditExports(PortalInstance instance, AuditTrailDoor door)
    {
        this.instance = instance;
        this.door = door;
    }

    /// <summary>Lists them.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    public async Task<AuditExportList> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await door.PassAsync(actor, cancel);
        await using var db = instance.Database.Open();
        var rows = await db.Set<AuditExport>().AsNoTracking().Where(row => row.AccountId == account).OrderByDescending(row => row.RequestedAt).Take(Most)
            .Select(row => new { Row = row, Size = db.Set<StoredFile>().Where(file => file.Id == row.FileId || file.Id == row.ProofId).Sum(file => (long?)file.Size) ?? 0 })
            .ToListAsync(cancel);
        return new AuditExportList(
            [.. rows.Select(one => ItemOf(one.Row, one.Size))],
            instance.CheckpointKey is { } key ? Convert.ToHexStringLower(SHA256.HashData(key.PublicKey)) : null);
    }

    private AuditExportItem ItemOf(AuditExport row, long size) => new(
        row.Id, QueryText.Parse(row.ProtectedQuery?.Open(instance.Keys.Of(KeyUse.Accounts)).ValueOrDefault), row.Format, row.Reason, row.IsWithoutWhere, row.State,
        row.RequestedAt, row.Found, row.Written, row.NotSealed, row.Broken, size, row.ExpiresAt, row.Failure);
}
