using Portal.Data.Auditing;
using Portal.Data.Auditing.Proof;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>A verification that ran to its end.</summary>
/// <param name="At">When.</param>
/// <param name="Account">Whose; <c>null</c> for the command line.</param>
/// <param name="Scope">How much was verified.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Kind">The kind of the break; <c>null</c> where all held.</param>
/// <param name="FirstBad">The first bad entry, or the block; <c>null</c> where all held.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PastVerification(DateTimeOffset At, Guid? Account, VerifyScope Scope, long Entries, string? Kind, string? FirstBad, double Seconds);

/// <summary>Lists the last verifications of the audit log (45 CFR 164.312(c)(2)).</summary>
[Needs(Permission.VerifyAudit)]
public sealed class ListVerifications
{
    private const int Most = 20;

    private readonly AuditLog audit;
    private readonly VerificationBook book;

    internal ListVerifications(AuditLog audit, VerificationBook book)
    {
        this.audit = audit;
        this.book = book;
    }

    /// <summary>The newest ones, the newest first. The look is an entry.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not verify.</exception>
    public async Task<IReadOnlyList<PastVerification>> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var allowed = actor.Has(Permission.VerifyAudit);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Search, AuditResource.AuditLog, DataCategories.Audit,
                allowed ? AuditOutcome.Allowed : AuditOutcome.Denied) with { Reason = "verifications" },
            cancel);
        return allowed
            ? [.. (await book.NewestAsync(Most, cancel)).Select(row => new PastVerification(
                row.At, row.Account, Enum.Parse<VerifyScope>(row.Scope, ignoreCase: true), row.Entries, row.Kind, row.FirstBad, row.Seconds))]
            : throw new UnauthorizedAccessException("This role may not verify the audit log.");
    }
}
