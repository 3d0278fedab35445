using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.BreakGlass.Review;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Own;

/// <summary>
/// A patient reads who broke the glass over the own record, in plain words, and what the check came to (GDPR Art. 15(1)(c)). It goes by the patient's own login, which
/// sees no other patient's rows. What a safety hold keeps back is not in it until the patient was told.
/// </summary>
[Needs(Permission.ReadOwnRecord)]
public sealed class ListOwnRecordOpenings
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 25;

    private static readonly AccessRequest Request = new(Permission.ReadOwnRecord, AuditAction.Search, AuditResource.EmergencyAccess, DataCategories.Audit);

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly PatientAccounts accounts;
    private readonly TimeProvider clock;

    internal ListOwnRecordOpenings(PortalDatabase database, Gate gate, AuditLog audit, PatientAccounts accounts, TimeProvider clock)
    {
        (this.database, this.gate, this.audit) = (database, gate, audit);
        (this.accounts, this.clock) = (accounts, clock);
    }

    /// <summary>A page, the newest first; <c>null</c> where the account is no patient's.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no patient; the try is audited.</exception>
    /// <exception cref="ValidationException">The cursor is none of ours.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<OwnEmergencyAccesses?> ForAsync(Actor actor, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(cursor), cancel);
        if (!actor.Has(Permission.ReadOwnRecord))
        {
            await audit.AppendAsync(
                audit.NewEntry(actor, Purpose.PatientRequest, Request.Action, Request.Resource, Request.Categories, AuditOutcome.Denied) with { Reason = "not-permitted" }, cancel);
            throw new UnauthorizedAccessException("Only a patient has a record of the own.");
        }

        if (await SelfAsync(actor, cancel) is not { } self || await gate.OpenAsync(actor, Purpose.PatientRequest, Request, self, cancel) is not { } access)
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        return PageOf(await RowsAsync(db, self, TimeCursor.Parse(cursor), cancel));
    }

    private async Task<PatientId?> SelfAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = database.Open();
        return actor.Account is { } account ? await accounts.PatientOfAsync(db, account, cancel) : null;
    }

    private static Task<List<GlassGrant>> RowsAsync(PortalDbContext db, PatientId self, TimeCursor? after, CancellationToken cancel) => db.Set<GlassGrant>().AsNoTracking()
        .Where(row => row.PatientId == self && (row.Telling == GlassTelling.Told || row.Telling == GlassTelling.NoAccount))
        .Where(row => after == null || row.Start < after.Value.At || (row.Start == after.Value.At && row.Id.CompareTo(after.Value.Id) < 0))
        .OrderByDescending(row => row.Start).ThenByDescending(row => row.Id).Take(PageSize + 1).ToListAsync(cancel);

    private OwnEmergencyAccesses PageOf(List<GlassGrant> rows)
    {
        var (now, page) = (clock.GetUtcNow(), rows.Count > PageSize ? rows[..PageSize] : rows);
        return new OwnEmergencyAccesses(
            [.. page.Where(row => !row.SealBroken).Select(row => ItemOf(row, now))],
            page.Count(row => row.SealBroken),
            rows.Count > PageSize ? new TimeCursor(page[^1].Start, page[^1].Id).ToString() : null);
    }

    private static OwnEmergencyAccess ItemOf(GlassGrant row, DateTimeOffset now) => new(
        row.Id, row.Role, row.Reason, row.Start, row.EndedAt ?? row.Until, GrantBook.IsInForce(row, now),
        GlassReviews.IsOpen(row.Review) ? GlassReview.Due : row.Review, row.ReviewedAt);

    private sealed record Input(string? Cursor);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Cursor).IsACursor();
    }
}
