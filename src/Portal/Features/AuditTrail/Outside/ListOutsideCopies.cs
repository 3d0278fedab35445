using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Audit.Feeds;

namespace Portal.Features.AuditTrail.Outside;

/// <summary>Says where checkpoints and copies of the audit log go, how far each place is, and how long entries are kept (45 CFR 164.312(c)(2), 164.316(b)(2)(i)).</summary>
[Needs(Permission.VerifyAudit)]
public sealed class ListOutsideCopies
{
    private readonly AuditLog audit;
    private readonly OutsideBook book;
    private readonly CheckpointSettings checkpoints;
    private readonly FeedSettings feeds;
    private readonly RetentionSettings retention;
    private readonly TimeProvider clock;

    internal ListOutsideCopies(AuditLog audit, OutsideBook book, CheckpointSettings checkpoints, FeedSettings feeds, RetentionSettings retention, TimeProvider clock)
    {
        (this.audit, this.book, this.clock) = (audit, book, clock);
        (this.checkpoints, this.feeds, this.retention) = (checkpoints, feeds, retention);
    }

    /// <summary>Every kind of place, set or not. The look is an entry; of an address the machine's name is told, of a file its own name, and no secret.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not verify.</exception>
    public async Task<OutsideCopies> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var allowed = actor.Has(Permission.VerifyAudit);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Search, AuditResource.AuditLog, DataCategories.Audit,
                allowed ? AuditOutcome.Allowed : AuditOutcome.Denied) with { Reason = "outside-copies" },
            cancel);
        return allowed ? await LookAsync(cancel) : throw new UnauthorizedAccessException("This role may not verify the audit log.");
    }

    private async Task<OutsideCopies> LookAsync(CancellationToken cancel)
    {
        OutsideCopy[] copies =
        [
            await book.CheckpointsAsync(OutsideKind.CheckpointFile, "file:", NameOf(checkpoints.File), cancel),
            await book.CheckpointsAsync(OutsideKind.CheckpointAddress, "http:", checkpoints.Url?.Host, cancel),
            await book.CheckpointsAsync(OutsideKind.CheckpointBucket, "s3:", checkpoints.Bucket?.Url.Host, cancel),
            await book.FeedAsync(OutsideKind.FeedSyslog, "syslog:", feeds.Syslog?.Host, cancel),
            await book.FeedAsync(OutsideKind.FeedFile, "ndjson:", NameOf(feeds.File), cancel),
        ];
        var now = clock.GetUtcNow();
        return new OutsideCopies(now, copies, await book.RetentionAsync(retention.KeepYears, now, cancel));
    }

    private static string? NameOf(string? file) => file is null ? null : Path.GetFileName(file);
}
