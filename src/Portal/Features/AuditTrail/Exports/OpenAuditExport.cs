using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Exporting;
using Portal.Data.Files;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>A finished export: files that are read while they are sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Files">Its files: the entries, their proofs, the signed manifest.</param>
public sealed record AuditPackage(Guid Id, IReadOnlyList<AuditPackageFile> Files);

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Read">Streams its bytes; a file that was damaged ends with an <see cref="InvalidDataException"/>.</param>
public sealed record AuditPackageFile(string Name, Func<CancellationToken, IAsyncEnumerable<byte[]>> Read);

/// <summary>
/// Hands out one of the actor's own finished exports. Each download is an entry, durable before the first byte; it wants a fresh factor, as the request did: whoever takes
/// a session over must not find the file ready (docs/decisions/0066).
/// </summary>
[Needs(Permission.ReadAudit)]
[NeedsFreshFactor]
public sealed class OpenAuditExport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditTrailDoor door;
    private readonly AuditLog audit;
    private readonly ExportBook book;
    private readonly FileStore files;
    private readonly FreshFactor fresh;
    private readonly TimeProvider clock;

    internal OpenAuditExport(PortalDatabase database, AuditTrailDoor door, AuditLog audit, ExportBook book, FileStore files, FreshFactor fresh, TimeProvider clock)
    {
        this.fresh = fresh;
        this.database = database;
        this.door = door;
        this.audit = audit;
        this.book = book;
        this.files = files;
        this.clock = clock;
    }

    /// <summary>Opens it.</summary>
    /// <returns><c>null</c> where the actor has no such export, or its file is not there; the try is audited.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is empty.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<AuditPackage?> ForAsync(Actor actor, Guid export, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await door.PassAsync(actor, cancel);
        await Valid.ValidateAndThrowAsync(new Input(export), cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        var row = await db.Set<AuditExport>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == export && one.AccountId == account, cancel);
        var may = row is { State: AuditExportState.Ready, FileId: not null, ProofId: not null, ManifestId: not null } && row.ExpiresAt > clock.GetUtcNow() && MaySee(actor, row);
        await audit.AppendAsync(book.EntryOf(actor, export, may ? AuditOutcome.Allowed : AuditOutcome.Denied, "export-downloaded"), cancel);
        return may ? PackageOf(row!) : null;
    }

    // Names were written for the role that asked.
    private static bool MaySee(Actor actor, AuditExport row) => actor.SeesNames || !Roles.Permit(row.Role, Permission.ReadAccounts);

    private AuditPackage PackageOf(AuditExport row) => new(
        row.Id,
        [
            FileOf(ExportRun.FormOf(row).Name, row.FileId!.Value, row.AccountId),
            FileOf("proofs.ndjson", row.ProofId!.Value, row.AccountId),
            FileOf(SignedManifest.Name, row.ManifestId!.Value, row.AccountId),
        ]);

    private AuditPackageFile FileOf(string name, Guid id, Guid owner) => new(name, cancel => files.ReadAsync(id, owner, cancel));

    private sealed record Input(Guid Export);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Export).NotEmpty();
    }
}
