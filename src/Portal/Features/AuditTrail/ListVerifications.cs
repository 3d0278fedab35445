using Portal.Data.Auditing;
using Portal.Data.Auditing.Proof;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>A verification that ran to its end.</summary>
/// <param name="At">When.</param>
/// <param name="Account">Whose; <c>null</c> for the command line.</param>
/// <param name="Name">The person's name, for who may see accounts.</param>
/// <param name="Scope">How much was verified.</param>
/// <param name="Part">Which part, where it was not all: two times (<c>from/to</c>, UTC), two positions (<c>first-last</c>), or an entry's id.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Kind">The kind of the break; <c>null</c> where all held.</param>
/// <param name="FirstBad">The first bad entry, or the block; <c>null</c> where all held.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PastVerification(DateTimeOffset At, Guid? Account, string? Name, VerifyScope Scope, string? Part, long Entries, string? Kind, string? FirstBad, double Seconds);

/// <summary>Lists the last verifications of the audit log (45 CFR 164.312(c)(2)).</summary>
[Needs(Permission.VerifyAudit)]
public sealed class ListVerifications
{
    private const int Most = 20;

    private readonly AuditLog audit;
    private readonly VerificationBook book;
    private readonly AuditItems items;

    internal ListVerifications(AuditLog audit, VerificationBook book, AuditItems items)
    {
        this.audit = audit;
        this.items = items;
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
        return allowed ? await NewestAsync(actor, cancel) : throw new UnauthorizedAccessException("This role may not verify the audit log.");
    }

    private async Task<IReadOnlyList<PastVerification>> NewestAsync(Actor actor, CancellationToken cancel)
    {
        var rows = await book.NewestAsync(Most, cancel);
        var names = await items.NamesAsync(actor, [.. rows.Select(row => row.Account).OfType<Guid>().Distinct().Select(id => new AccountId(id))], cancel);
        return
        [
            .. rows.Select(row => new PastVerification(
                row.At, row.Account, row.Account is { } id ? names.GetValueOrDefault(new AccountId(id)) : null, Enum.Parse<VerifyScope>(row.Scope, ignoreCase: true), row.Part,
                row.Entries, row.Kind, row.FirstBad, row.Seconds)),
        ];
    }
}
