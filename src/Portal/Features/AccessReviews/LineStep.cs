using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>
/// One step with one line, in one transaction with its entry and with what follows from it. Whoever is named decides, or an officer in their place; fails closed. Decisions of
/// one review wait for each other, so that none comes after the signature.
/// </summary>
internal sealed class LineStep(PortalDatabase database, ReviewBook book, ReviewAudit audit, IPersonsAccounts people, HeldRoles roles, TimeProvider clock)
{
    /// <summary>Lets in who may decide at all.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    public Task PassAsync(Actor actor, bool may, Guid line, CancellationToken cancel) => audit.PassAsync(actor, may, AuditAction.Update, line, cancel);

    /// <summary>Does it, and says how it ended; a refusal is an entry.</summary>
    /// <param name="actor">Who decides.</param>
    /// <param name="id">The line.</param>
    /// <param name="code">What the entry says.</param>
    /// <param name="step">What is done with the line; anything but <see cref="ReviewOutcome.Done"/> takes all of it back.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ReviewOutcome> DoAsync(Actor actor, Guid id, string code, Func<PortalDbContext, CampaignLine, Task<ReviewOutcome>> step, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            var outcome = await TryAsync(db, actor, id, code, step, cancel);
            if (outcome is ReviewOutcome.Done or ReviewOutcome.Overtaken)
            {
                await transaction.CommitAsync(cancel);
                return outcome;
            }

            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Update, id, ReviewAudit.CodeOf(outcome), cancel);
            return outcome;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReviewOutcome.Changed;
        }
    }

    /// <summary>Writes a decision into a line.</summary>
    public void Decide(Actor actor, CampaignLine line, LineState state, string? comment)
    {
        (line.State, line.DecidedBy, line.DecidedAt) = (state, actor.Account, Microseconds.Cut(clock.GetUtcNow()));
        line.Comment = book.Cell(comment);
    }

    private async Task<ReviewOutcome> TryAsync(
        PortalDbContext db, Actor actor, Guid id, string code, Func<PortalDbContext, CampaignLine, Task<ReviewOutcome>> step, CancellationToken cancel)
    {
        if (await db.Set<CampaignLine>().Where(line => line.Id == id).Select(line => (Guid?)line.CampaignId).SingleOrDefaultAsync(cancel) is not { } campaign)
        {
            return ReviewOutcome.NotFound;
        }

        if (!await Campaign.TakeTurnAsync(db, campaign, cancel))
        {
            return ReviewOutcome.Frozen;
        }

        var line = await db.Set<CampaignLine>().SingleAsync(one => one.Id == id, cancel);
        if (await RefusalAsync(db, actor, line, cancel) is { } refusal)
        {
            return refusal;
        }

        var isThere = await IsAsItWasAsync(db, line, cancel);
        if (!isThere)
        {
            (line.State, line.DecidedAt) = (LineState.Overtaken, Microseconds.Cut(clock.GetUtcNow()));
        }

        var outcome = isThere ? await step(db, line) : ReviewOutcome.Overtaken;
        if (outcome is ReviewOutcome.Done or ReviewOutcome.Overtaken)
        {
            book.Changed(line);
            await audit.DoneAsync(db, actor, AuditAction.Update, id, isThere ? code : "access-overtaken", cancel);
            await db.SaveChangesAsync(cancel);
        }

        return outcome;
    }

    private async Task<ReviewOutcome?> RefusalAsync(PortalDbContext db, Actor actor, CampaignLine line, CancellationToken cancel) =>
        line.AccountId == actor.Account || (await people.BesideAsync(db, actor.Account!.Value.Value, cancel)).Contains(line.AccountId.Value) ? ReviewOutcome.Own
        : !MayDecide(actor, line) ? ReviewOutcome.NotFound
        : !book.IsSound(line) ? ReviewOutcome.Altered
        : !ReviewBook.IsOpen(line.State) ? ReviewOutcome.Changed
        : null;

    /// <summary>Whether it is the actor's to decide: named, or an officer. About an officer's access only officers and auditors decide.</summary>
    public static bool MayDecide(Actor actor, CampaignLine line) =>
        actor.Account != line.AccountId && (actor.Account == line.ReviewerId || actor.RunsAccessReviews)
        && (line.Role != Role.ComplianceOfficer || ReviewerPool.WatchesOver(actor.Role, line.Role));

    /// <summary>Whether the account still holds what the line says.</summary>
    public async Task<bool> IsAsItWasAsync(PortalDbContext db, CampaignLine line, CancellationToken cancel) =>
        await db.Set<Account>().AnyAsync(a => a.Id == line.AccountId.Value && a.DisabledAt == null, cancel)
        && (await roles.OfAsync(db, line.AccountId.Value, cancel)).FirstOrDefault() == line.Role;
}
