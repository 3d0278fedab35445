using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Mail;

namespace Portal.Data.Notices;

/// <summary>
/// Sends what waits in the outbox, at least once. A node claims a mail by one statement, so that of several nodes one sends it; the claim ends by itself, so that
/// the mail of a node that died is sent by another, under the same Message-ID (ADR 0040).
/// </summary>
internal sealed class MailOutbox(PortalDatabase database, IMailCarrier carrier, MailSettings settings, AuditLog audit, KeyRing keys, TimeProvider clock)
{
    private const int Batch = 50;

    private static readonly Actor Job = Actor.System("mail");

    /// <summary>Tries what is due, oldest first.</summary>
    /// <returns>How many mails were taken by the carrier, how many are tried again later, and how many were given up.</returns>
    public async Task<MailRound> SendDueAsync(CancellationToken cancel)
    {
        var round = new MailRound(0, 0, 0);
        foreach (var mail in await DueAsync(cancel))
        {
            if (await ClaimAsync(mail, cancel))
            {
                round = round.With(await TryAsync(mail, cancel));
            }
        }

        return round;
    }

    private async Task<List<Mail>> DueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        return await db.Set<Mail>().AsNoTracking().Where(m => m.DueAt <= now && m.FailedAt == null).OrderBy(m => m.DueAt).Take(Batch).ToListAsync(cancel);
    }

    // The count of tries moves with each claim: whoever saw an older one comes too late.
    private async Task<bool> ClaimAsync(Mail mail, CancellationToken cancel)
    {
        var (now, seen) = (clock.GetUtcNow(), mail.Tries);
        (mail.Claim, mail.Tries, mail.DueAt) = (Guid.NewGuid(), seen + 1, now + MailPlan.Claim);
        await using var db = database.Open();
        return await db.Set<Mail>().Where(m => m.Id == mail.Id && m.Tries == seen && m.DueAt <= now && m.FailedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Claim, mail.Claim).SetProperty(m => m.Tries, mail.Tries).SetProperty(m => m.DueAt, mail.DueAt), cancel) == 1;
    }

    private async Task<MailFate> TryAsync(Mail mail, CancellationToken cancel)
    {
        if (WhyNot(mail) is { } reason)
        {
            return await GiveUpAsync(mail, reason, cancel);
        }

        if (ToSend(mail) is not { } outgoing)
        {
            return await GiveUpAsync(mail, "address", cancel);
        }

        try
        {
            await carrier.SendAsync(outgoing, cancel);
        }
        catch (MailNotTakenException failure)
        {
            return MailPlan.NextAfter(mail, clock.GetUtcNow()) is { } next
                ? await PutBackAsync(mail, next, failure.Problem, cancel)
                : await GiveUpAsync(mail, failure.Problem, cancel);
        }

        return await TakenAsync(mail, cancel);
    }

    // A mail that is sent for its link is nothing without it.
    private string? WhyNot(Mail mail) =>
        MailPlan.IsTooLate(mail, clock.GetUtcNow()) ? "link-ended"
        : mail.Link is not null && Open(mail.Link) is null ? "damaged"
        : null;

    // null where the address cannot be read or is none. MailAddress takes no line break, so that an address cannot bring headers along.
    private OutgoingMail? ToSend(Mail mail) =>
        Open(mail.Address) is { } address && MailAddress.TryCreate(address, out var to) && settings is { From: { } from, Portal: { } portal }
            ? new OutgoingMail(mail.Id, new MailAddress(from), new MailAddress(to.Address), mail.CreatedAt, MailText.Of(mail.Kind, portal, Open(mail.Link)), portal.Host)
            : null;

    private string? Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;

    private async Task<MailFate> TakenAsync(Mail mail, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AuditAsync(db, mail, AuditOutcome.Allowed, "taken", cancel);
        if (await Mine(db, mail).ExecuteDeleteAsync(cancel) == 1)
        {
            await transaction.CommitAsync(cancel);
        }

        return MailFate.Taken;
    }

    private async Task<MailFate> PutBackAsync(Mail mail, DateTimeOffset due, string problem, CancellationToken cancel)
    {
        await using var db = database.Open();
        await Mine(db, mail).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.DueAt, due).SetProperty(m => m.Claim, (Guid?)null).SetProperty(m => m.Problem, problem), cancel);
        return MailFate.Later;
    }

    // Address and link go: who failed to get it is known by the account, and nobody needs a link that is not sent.
    private async Task<MailFate> GiveUpAsync(Mail mail, string problem, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AuditAsync(db, mail, AuditOutcome.Failed, problem, cancel);
        if (await Mine(db, mail).ExecuteUpdateAsync(
            set => set
                .SetProperty(m => m.FailedAt, now)
                .SetProperty(m => m.Claim, (Guid?)null)
                .SetProperty(m => m.Address, (Protected<string>?)null)
                .SetProperty(m => m.Link, (Protected<string>?)null)
                .SetProperty(m => m.Problem, problem),
            cancel) == 1)
        {
            await transaction.CommitAsync(cancel);
        }

        return MailFate.GivenUp;
    }

    private static IQueryable<Mail> Mine(PortalDbContext db, Mail mail) => db.Set<Mail>().Where(m => m.Id == mail.Id && m.Claim == mail.Claim);

    private Task AuditAsync(PortalDbContext db, Mail mail, AuditOutcome outcome, string what, CancellationToken cancel) =>
        audit.AppendAsync(
            db,
            audit.NewEntry(Job, Purpose.System, AuditAction.Notify, AuditResource.Account, DataCategories.Account, outcome) with
            {
                ResourceId = mail.AccountId,
                Reason = $"mail-{what}",
            },
            cancel);
}
